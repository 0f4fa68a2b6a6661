/**
 * Curves over the number of workers: a point for each number that was measured, in the style of the dashboard's charts,
 * with the knee marked by an upright line. Drawn anew for each view; hovering reads values through `onCursor`.
 */
import uPlot from 'uplot';
import { axisScale, highestFrom } from '../core/dashboard/axisScale';
import type { Unit } from '../core/dashboard/charts';
import type { Translate } from '../core/translate';
import { lineStyle } from './lineStyle';
import { valueAxis } from './plotAxes';
import { palette, shade } from './theme';

export interface CountLine {
  readonly values: readonly number[];
  /** Its number in `lineStyle`; a quiet line is drawn thin and without points. */
  readonly style: number;
  readonly isQuiet?: boolean;
}

export interface CountData {
  readonly workers: readonly number[];
  readonly lines: readonly CountLine[];
  readonly knee: number | undefined;
  readonly kneeWord: string;
}

export interface CountPlotOptions {
  readonly t: Translate;
  readonly unit: Unit;
  readonly reach: number;
  /** The step under the cursor; undefined when it left. */
  readonly onCursor: (index: number | undefined) => void;
}

const HEIGHT = 240;

export class CountPlot {
  readonly root: HTMLElement;
  private readonly options: CountPlotOptions;
  private readonly observer = new ResizeObserver(() => this.resize());
  private plot: uPlot | undefined;
  private data: CountData | undefined;

  constructor(root: HTMLElement, options: CountPlotOptions) {
    this.root = root;
    this.options = options;
    this.observer.observe(root);
  }

  draw(data: CountData): void {
    this.data = data;
    this.plot?.destroy();
    this.plot = undefined;
    this.make();
  }

  /** The theme has changed: colours are read anew. */
  repaint(): void {
    this.plot?.redraw(false, true);
  }

  dispose(): void {
    this.observer.disconnect();
    this.plot?.destroy();
  }

  private resize(): void {
    if (this.plot) this.plot.setSize({ width: this.root.clientWidth, height: HEIGHT });
    else this.make();
  }

  private make(): void {
    const { data, root } = this;
    if (!data || data.workers.length === 0 || root.clientWidth === 0) return;
    const values = data.lines.map((line) => [...line.values]);
    this.plot = new uPlot(this.frame(data), [[...data.workers], ...values], root);
  }

  private frame({ workers, lines }: CountData): uPlot.Options {
    const highest = highestFrom(
      lines.map(({ values }) => Float32Array.from(values)),
      0,
    );
    const scale = axisScale(this.options.unit, highest, this.options.reach);
    const [first = 1, last = 1] = [workers[0], workers.at(-1)];
    return {
      width: this.root.clientWidth,
      height: HEIGHT,
      padding: [18, 26, 0, 0],
      legend: { show: false },
      scales: { x: { time: false, range: () => [first - 0.5, last + 0.5] }, y: { range: () => [0, scale.max] } },
      axes: [countAxis(workers), valueAxis(this.options, () => scale)],
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false, setScale: false } },
      hooks: {
        draw: [(plot) => this.markKnee(plot)],
        setCursor: [({ cursor }) => this.tellCursor(cursor)],
      },
      series: [{}, ...lines.map(series)],
    };
  }

  private tellCursor({ idx, left = -1 }: uPlot.Cursor): void {
    this.options.onCursor(left < 0 || idx === null ? undefined : idx);
  }

  private markKnee(plot: uPlot): void {
    const { knee, kneeWord } = this.data ?? {};
    if (knee === undefined) return;
    const { ctx, bbox } = plot;
    const ratio = devicePixelRatio;
    const x = Math.round(plot.valToPos(knee, 'x', true));
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = palette().marks.scaled;
    ctx.lineWidth = ratio;
    ctx.setLineDash([4 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.font = palette().font.replace(/^\d+px/, `${11 * ratio}px`);
    ctx.textAlign = 'center';
    ctx.fillText(kneeWord ?? '', x, bbox.top - 5 * ratio);
    ctx.restore();
  }
}

/** Whole numbers of workers only, and no more labels than there is room for. */
function countAxis(workers: readonly number[]): uPlot.Axis {
  return {
    stroke: () => palette().muted,
    font: palette().font,
    grid: { show: false },
    ticks: { show: false },
    size: 24,
    gap: 4,
    splits: () => [...workers],
    values: (_plot, values) => values.map(String),
  };
}

function series({ style, isQuiet }: CountLine): uPlot.Series {
  const color = (): string => (isQuiet ? shade(palette().muted, 70) : lineStyle(style).color);
  return {
    stroke: color,
    width: isQuiet ? 1 : 2,
    dash: isQuiet ? [3, 4] : [...lineStyle(style).dash],
    points: { show: !isQuiet, size: 7, fill: color, stroke: color },
  };
}
