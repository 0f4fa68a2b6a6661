/**
 * One uPlot canvas: axes, lines, marks and the shared cursor. Whoever draws hands it lines over one axis of time; when
 * the lines are other ones it is made anew, for new rows it only draws. Owned by its chart.
 */
import uPlot from 'uplot';
import { axisLines, axisScale, highestFrom, timeLines } from '../core/dashboard/axisScale';
import { type ChartLine, type Unit, withUnit } from '../core/dashboard/charts';
import type { Mark } from '../core/dashboard/marks';
import type { Translate } from '../core/translate';
import { clockTime } from './clockTime';
import { linePath } from './linePath';
import { lineStyle } from './lineStyle';
import { drawMarks, MARK_ROOM } from './markLayer';
import { palette, shade } from './theme';

/** What is drawn at one moment. */
export interface PlotData {
  readonly times: Float64Array;
  readonly lines: readonly ChartLine[];
  readonly limit?: Float32Array;
  readonly marks: readonly Mark[];
  readonly seconds: number;
}

export interface PlotOptions {
  readonly t: Translate;
  readonly unit: Unit;
  readonly reach: number;
  /** The row under the cursor; undefined when it left. */
  readonly onCursor: (row: number | undefined) => void;
}

const HEIGHT = 168;
const AXIS_WIDTH = 62;

/** A limit is drawn, and the axis reaches up to it, once a value is this part of it. */
const NEAR_LIMIT = 0.25;

export class Plot {
  readonly root: HTMLElement;
  private readonly options: PlotOptions;
  private plot: uPlot | undefined;
  private drawn = '';
  private data: PlotData | undefined;
  private width = 0;
  private scale = { max: 1, step: 1 };

  constructor(root: HTMLElement, options: PlotOptions) {
    this.root = root;
    this.options = options;
  }

  /** Draws; does nothing before it has a width. */
  draw(data: PlotData): void {
    this.data = data;
    this.width ||= this.root.clientWidth;
    if (this.width === 0) return;
    const limit = this.nearLimit(data);
    const key = [...data.lines.map((line) => line.key), limit ? 'limit' : ''].join();
    if (key !== this.drawn) this.make(key, data.lines, limit !== undefined);
    this.fill(data, limit);
  }

  resize(): void {
    const width = this.root.clientWidth;
    if (width === 0 || width === this.width) return;
    this.width = width;
    this.plot?.setSize({ width, height: HEIGHT });
  }

  /** The theme has changed: colours are read anew, lines stay. */
  repaint(): void {
    this.plot?.redraw(true, true);
  }

  /** Lets one line stand out; undefined for none. */
  emphasize(key: string | undefined): void {
    const index = this.data?.lines.findIndex((line) => line.key === key) ?? -1;
    this.plot?.setSeries(index < 0 ? null : index + 1, { focus: true });
  }

  /** Puts the cursor on a row, as an arrow key does; undefined takes it away. */
  pointAt(row: number | undefined): void {
    const time = row === undefined ? undefined : this.data?.times[row];
    const left = time === undefined ? -10 : (this.plot?.valToPos(time, 'x') ?? -10);
    this.plot?.setCursor({ left, top: time === undefined ? -10 : 0 });
  }

  private fill({ times, lines, seconds }: PlotData, limit: Float32Array | undefined): void {
    const { plot } = this;
    if (!plot) return;
    const to = times.at(-1) ?? 0;
    const values = lines.map((line) => line.values);
    const first = firstRow(times, to - seconds);
    const highest = Math.max(highestFrom(values, first), limit ? highestFrom([limit], first) : 0);
    this.scale = axisScale(this.options.unit, highest, this.options.reach);
    plot.batch(() => {
      plot.setData([times, ...values, ...(limit ? [limit] : [])] as uPlot.AlignedData, false);
      plot.setScale('y', { min: 0, max: this.scale.max });
      plot.setScale('x', { min: to - seconds, max: to });
    });
  }

  private nearLimit({ times, lines, limit, seconds }: PlotData): Float32Array | undefined {
    if (!limit) return undefined;
    const first = firstRow(times, (times.at(-1) ?? 0) - seconds);
    const highest = highestFrom(
      lines.map((line) => line.values),
      first,
    );
    return highest > highestFrom([limit], first) * NEAR_LIMIT ? limit : undefined;
  }

  private make(key: string, lines: readonly ChartLine[], hasLimit: boolean): void {
    this.plot?.destroy();
    this.drawn = key;
    const series = [{}, ...lines.map((line) => lineSeries(line, lines.length)), ...(hasLimit ? [limitSeries()] : [])];
    const options = { ...this.frame(), series };
    this.plot = new uPlot(options, series.map(() => []) as unknown as uPlot.AlignedData, this.root);
  }

  private frame(): Omit<uPlot.Options, 'series'> {
    return {
      width: this.width,
      height: HEIGHT,
      padding: [MARK_ROOM, 10, 0, 0],
      legend: { show: false },
      scales: { x: { time: false, auto: false }, y: { auto: false } },
      axes: [this.timeAxis(), this.valueAxis()],
      focus: { alpha: 0.2 },
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: false, y: false, setScale: false },
        sync: { key: 'time', setSeries: false },
      },
      hooks: {
        draw: [(plot) => drawMarks(plot, this.data?.marks ?? [])],
        setCursor: [({ cursor }) => this.tellCursor(cursor)],
      },
    };
  }

  private tellCursor({ idx, left = -1 }: uPlot.Cursor): void {
    this.options.onCursor(left < 0 || idx === null ? undefined : idx);
  }

  private timeAxis(): uPlot.Axis {
    return {
      ...axisLook(),
      size: 24,
      gap: 4,
      splits: (_plot, _index, from, to) => [...timeLines(from, to)],
      values: (_plot, times) => times.map((time) => clockTime(time, this.data?.seconds === 60)),
    };
  }

  private valueAxis(): uPlot.Axis {
    return {
      ...axisLook(),
      size: AXIS_WIDTH,
      gap: 6,
      splits: () => [...axisLines(this.scale)],
      values: (_plot, values) => values.map((value) => axisText(this.options, value)),
    };
  }
}

/** Rates stand without their unit: the title has it. */
function axisText({ t, unit }: PlotOptions, value: number): string {
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

function lineSeries({ style }: ChartLine, count: number): uPlot.Series {
  const isAlone = count === 1;
  return {
    auto: false,
    stroke: () => lineStyle(style).color,
    width: count > 8 ? 1 : 1.5,
    dash: [...lineStyle(style).dash],
    points: { show: false },
    paths: linePath(isAlone),
    ...(isAlone && { fill: () => shade(lineStyle(style).color, 14) }),
  };
}

const limitSeries = (): uPlot.Series => ({
  auto: false,
  stroke: () => palette().marks.crash,
  width: 1,
  dash: [4, 4],
  points: { show: false },
  paths: linePath(false),
});

/** The first row that is later than a moment. */
export function firstRow(times: Float64Array, after: number): number {
  const row = times.findIndex((time) => time >= after);
  return row < 0 ? times.length : row;
}
