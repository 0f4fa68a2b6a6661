/**
 * Draws a column of numbers as a path for uPlot. What is not a number is a gap. Many rows on one pixel become one
 * upright stroke from the lowest to the highest, so a peak is never lost and half an hour costs no more than its width.
 */
import type uPlot from 'uplot';

interface Space {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly bottom: number;
}

/** A path builder; with `isArea` the space below the line is filled too. */
export function linePath(isArea: boolean): uPlot.Series.PathBuilder {
  return (plot, index, first, last) => {
    const [times, values] = [plot.data[0], plot.data[index]];
    if (!times || !values) return null;
    const pen = new Pen(spaceOf(plot), isArea);
    for (let row = first; row <= last; row++) pen.take(Number(times[row]), Number(values[row] ?? Number.NaN));
    pen.breakOff();
    return { stroke: pen.stroke, fill: pen.fill };
  };
}

/** The space between the lowest and the highest of many lines. */
export interface Band {
  readonly low: Float32Array;
  readonly high: Float32Array;
}

/** The outline of a band within the chart, one upright stripe for each pixel or row. */
export function bandPath(plot: uPlot, { low, high }: Band): Path2D {
  const space = spaceOf(plot);
  const path = new Path2D();
  const times = plot.data[0] ?? [];
  const { bbox } = plot;
  let last = Number.NaN;
  for (let row = 0; row < times.length; row++) {
    const x = space.x(Number(times[row]));
    const [bottom, top] = [space.y(low[row] ?? Number.NaN), space.y(high[row] ?? Number.NaN)];
    const isKnown = !Number.isNaN(bottom) && x >= bbox.left;
    if (isKnown && x !== last)
      path.rect(Number.isNaN(last) ? x : last, top, Math.max(1, x - last || 1), Math.max(1, bottom - top));
    last = isKnown ? x : Number.NaN;
  }
  return path;
}

function spaceOf({ bbox, scales }: uPlot): Space {
  const { min: left = 0, max: right = 1 } = scales.x ?? {};
  const { max: top = 1 } = scales.y ?? {};
  const bottom = bbox.top + bbox.height;
  return {
    x: (value) => Math.round(bbox.left + ((value - left) / (right - left)) * bbox.width),
    y: (value) => bottom - (value / top) * bbox.height,
    bottom,
  };
}

class Pen {
  readonly stroke = new Path2D();
  readonly fill: Path2D | null;
  private readonly space: Space;
  private start = Number.NaN;
  private points = 0;
  private column = Number.NaN;
  private low = 0;
  private high = 0;
  private last = 0;

  constructor(space: Space, isArea: boolean) {
    this.space = space;
    this.fill = isArea ? new Path2D() : null;
  }

  take(time: number, value: number): void {
    if (Number.isNaN(value)) return this.breakOff();
    const [x, y] = [this.space.x(time), this.space.y(value)];
    if (x !== this.column) this.openColumn(x, y);
    if (y < this.low) this.low = y;
    if (y > this.high) this.high = y;
    this.last = y;
  }

  /** Ends the line; the next value begins another one. */
  breakOff(): void {
    if (Number.isNaN(this.column)) return;
    this.closeColumn();
    if (this.points === 1) this.stroke.lineTo(this.column + 2, this.last);
    this.fill?.lineTo(this.column, this.space.bottom);
    this.fill?.lineTo(this.start, this.space.bottom);
    this.column = Number.NaN;
    this.points = 0;
  }

  private openColumn(x: number, y: number): void {
    if (Number.isNaN(this.column)) this.begin(x, y);
    else this.closeColumn();
    this.points += 1;
    this.column = x;
    this.low = this.high = this.last = y;
    this.lineTo(x, y);
  }

  private begin(x: number, y: number): void {
    this.start = x;
    this.stroke.moveTo(x, y);
    this.fill?.moveTo(x, y);
  }

  private closeColumn(): void {
    if (this.low === this.high) return;
    this.lineTo(this.column, this.low);
    this.lineTo(this.column, this.high);
    this.lineTo(this.column, this.last);
  }

  private lineTo(x: number, y: number): void {
    this.stroke.lineTo(x, y);
    this.fill?.lineTo(x, y);
  }
}
