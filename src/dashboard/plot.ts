/**
 * One uPlot canvas: axes, lines, marks and the shared cursor. Whoever draws hands it lines over one axis of time; when
 * the lines are other ones it is made anew, for new rows it only draws. Owned by its chart.
 */
import uPlot from 'uplot';
import { axisScale, highestFrom } from '../core/dashboard/axisScale';
import type { ChartLine, Unit } from '../core/dashboard/charts';
import type { Mark } from '../core/dashboard/marks';
import type { Translate } from '../core/translate';
import { type Band, bandPath, linePath } from './linePath';
import { lineStyle } from './lineStyle';
import { drawMarks, MARK_ROOM } from './markLayer';
import { timeAxis, valueAxis } from './plotAxes';
import { palette, shade } from './theme';

/** What is drawn at one moment. */
export interface PlotData {
  readonly times: Float64Array;
  readonly lines: readonly ChartLine[];
  readonly limit?: Float32Array;
  /** The space between two columns, filled. */
  readonly band?: Band;
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
    const key = [...data.lines.map((line) => line.key), limit ? 'limit' : '', data.band ? 'band' : ''].join();
    if (key !== this.drawn) this.make(key, data, limit !== undefined);
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

  private fill({ times, lines, band, seconds }: PlotData, limit: Float32Array | undefined): void {
    const { plot } = this;
    if (!plot) return;
    const to = times.at(-1) ?? 0;
    const values = lines.map((line) => line.values);
    const first = firstRow(times, to - seconds);
    const highest = highestFrom([...values, ...(band ? [band.high] : []), ...(limit ? [limit] : [])], first);
    this.scale = axisScale(this.options.unit, highest, this.options.reach);
    lines.forEach(({ style }, index) => {
      const series = plot.series[index + 1];
      if (series) series.dash = [...lineStyle(style).dash];
    });
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

  private make(key: string, { lines, band }: PlotData, hasLimit: boolean): void {
    this.plot?.destroy();
    this.drawn = key;
    const own = lines.map((line, index) => this.lineSeries(line, index, lines.length === 1 && !band));
    const series = [{}, ...own, ...(hasLimit ? [limitSeries()] : [])];
    const options = { ...this.frame(), series };
    this.plot = new uPlot(options, series.map(() => []) as unknown as uPlot.AlignedData, this.root);
  }

  private frame(): Omit<uPlot.Options, 'series'> {
    return {
      width: this.width,
      height: HEIGHT,
      padding: [MARK_ROOM, 26, 0, 0],
      legend: { show: false },
      scales: { x: { time: false, auto: false }, y: { auto: false } },
      axes: [timeAxis(() => this.data?.seconds === 60), valueAxis(this.options, () => this.scale)],
      focus: { alpha: 0.2 },
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: false, y: false, setScale: false },
        sync: { key: 'time', setSeries: false },
      },
      hooks: {
        drawAxes: [(plot) => this.drawBand(plot)],
        draw: [(plot) => drawMarks(plot, this.data?.marks ?? [])],
        setCursor: [({ cursor }) => this.tellCursor(cursor)],
      },
    };
  }

  private drawBand(plot: uPlot): void {
    const { band } = this.data ?? {};
    if (!band) return;
    plot.ctx.fillStyle = shade(lineStyle(0).color, 18);
    plot.ctx.fill(bandPath(plot, band));
  }

  /** The style is looked up at each drawing: the line that is pointed at changes. */
  private lineSeries({ style }: ChartLine, index: number, isAlone: boolean): uPlot.Series {
    const color = (): string => lineStyle(this.data?.lines[index]?.style ?? style).color;
    return {
      auto: false,
      stroke: color,
      width: 1.5,
      dash: [...lineStyle(style).dash],
      points: { show: false },
      paths: linePath(isAlone),
      ...(isAlone && { fill: () => shade(color(), 14) }),
    };
  }

  private tellCursor({ idx, left = -1 }: uPlot.Cursor): void {
    this.options.onCursor(left < 0 || idx === null ? undefined : idx);
  }
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
