/**
 * Where an axis ends and where its lines are: round numbers, few of them, from zero on. A curve that grows moves the end
 * in steps, so that a chart does not breathe with every second.
 */
import type { Unit } from './charts';

export interface AxisScale {
  readonly max: number;
  readonly step: number;
}

const LINES = 4;
const MEGABYTE = 1024 * 1024;

/** The axis for values up to `highest`. */
export function axisScale(unit: Unit, highest: number, reach: number): AxisScale {
  const grain = unit === 'bytes' ? MEGABYTE : 1;
  const wanted = Math.max(highest, reach) / grain;
  const step = roundStep(wanted / LINES, unit === 'bytes' ? WHOLE : FINE);
  return { max: Math.ceil(wanted / step - 1e-6) * step * grain, step: step * grain };
}

/** Megabytes are shown whole, so their steps are whole too. */
const WHOLE = [1, 2, 5];
const FINE = [1, 2, 2.5, 5];

/** The next step that is one of the factors, or ten, times a power of ten. */
function roundStep(least: number, factors: readonly number[]): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = factors.find((one) => one * power >= least * 0.999) ?? 10;
  return factor * power;
}

/** The lines of an axis from zero to its end. */
export function axisLines({ max, step }: AxisScale): readonly number[] {
  return Array.from({ length: Math.round(max / step) + 1 }, (_, index) => index * step);
}

/** Seconds between the lines of the time axis. */
const TIME_STEPS: Readonly<Record<number, number>> = { 60: 15, 300: 60, 1800: 300 };

/** The round moments between two others, in epoch seconds. */
export function timeLines(from: number, to: number): readonly number[] {
  const step = TIME_STEPS[Math.round(to - from)] ?? (to - from) / LINES;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, index) => first + index * step);
}

/** The highest of all values from the row `from` on; 0 where there is none. */
export function highestFrom(columns: readonly Float32Array[], from: number): number {
  let highest = 0;
  for (const column of columns) {
    for (let row = from; row < column.length; row++) {
      const value = column[row] ?? 0;
      if (value > highest) highest = value;
    }
  }
  return highest;
}
