/**
 * How lines differ: by colour and by dash, both at once, so that neighbours can be told apart without seeing hues. The
 * swatches of the legends show the same.
 */
import { palette } from './theme';

const DASHES: readonly (readonly number[])[] = [[], [7, 3], [2, 3], [9, 3, 2, 3]];

export interface LineStyle {
  readonly color: string;
  /** In CSS pixels; empty for a full line. */
  readonly dash: readonly number[];
}

/** The style of a line by its number. Five colours and four dashes go round at their own pace: 20 styles. */
export function lineStyle(number: number): LineStyle {
  const { lines, muted } = palette();
  return { color: lines[number % lines.length] ?? muted, dash: DASHES[number % DASHES.length] ?? [] };
}

/** The class that colours a swatch like its line, whatever the theme becomes. */
export function colorClass(number: number): string {
  return `line-${number % 5}`;
}

/** The number of what is no line but an end of a band. */
export const BAND = -1;

/** A short piece of the line, or of the band. */
export function swatch(number: number): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const line = document.createElementNS('http://www.w3.org/2000/svg', number === BAND ? 'rect' : 'line');
  svg.setAttribute('viewBox', '0 0 22 8');
  svg.setAttribute('class', `swatch ${colorClass(number === BAND ? 0 : number)}`);
  svg.setAttribute('aria-hidden', 'true');
  for (const [name, value] of Object.entries({ x1: '0', x2: '22', y1: '4', y2: '4', width: '22', height: '8' }))
    line.setAttribute(name, value);
  const dash = DASHES[number % DASHES.length] ?? [];
  if (dash.length > 0) line.setAttribute('stroke-dasharray', dash.join(' '));
  svg.append(line);
  return svg;
}
