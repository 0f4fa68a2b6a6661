/** The axes of a chart: times of day below, values with their unit on the left, all charts alike so that they align. */
import type uPlot from 'uplot';
import { type AxisScale, axisLines, timeLines } from '../core/dashboard/axisScale';
import { type Unit, withUnit } from '../core/dashboard/charts';
import type { Translate } from '../core/translate';
import { clockTime } from './clockTime';
import { palette } from './theme';

const WIDTH = 62;

/** The axis of time; `isExact` says whether seconds are shown. */
export function timeAxis(isExact: () => boolean): uPlot.Axis {
  return {
    ...axisLook(),
    size: 24,
    gap: 4,
    splits: (_plot, _index, from, to) => [...timeLines(from, to)],
    values: (_plot, times) => times.map((time) => clockTime(time, isExact())),
  };
}

/** The axis of values, whose scale changes with them. */
export function valueAxis(look: ValueLook, scale: () => AxisScale): uPlot.Axis {
  return {
    ...axisLook(),
    size: WIDTH,
    gap: 6,
    splits: () => [...axisLines(scale())],
    values: (_plot, values) => values.map((value) => axisText(look, value)),
  };
}

interface ValueLook {
  readonly t: Translate;
  readonly unit: Unit;
}

/** Rates stand without their unit: the title has it. */
function axisText({ t, unit }: ValueLook, value: number): string {
  if (unit === 'rate') return String(Math.round(value * 10) / 10);
  if (unit === 'milliseconds') return `${Math.round(value * 10) / 10} ms`;
  return withUnit(t, unit, value);
}

const axisLook = (): uPlot.Axis => ({
  stroke: () => palette().muted,
  font: palette().font,
  grid: { stroke: () => palette().grid, width: 1 },
  ticks: { show: false },
});
