/**
 * Many workers in one picture: at each moment the lowest, the middle and the highest value. 64 lines over each other show
 * nothing; their spread shows whether one of them is off. Kept up row by row, since a page draws it every second.
 */
import type { RunSeries, WorkerMetric } from '../series';

export class Spread {
  low = new Float32Array();
  middle = new Float32Array();
  high = new Float32Array();
  private readonly metric: WorkerMetric;
  private key = '';
  private latest = Number.NEGATIVE_INFINITY;

  constructor(metric: WorkerMetric) {
    this.metric = metric;
  }

  /** Takes the rows that are new; all of them where the workers are other ones. */
  update(series: RunSeries, slots: readonly number[]): void {
    const { times } = series;
    const key = slots.join();
    const kept = key === this.key ? times.findLastIndex((time) => time <= this.latest) + 1 : 0;
    const columns = slots.map((slot) => series.workerColumn(slot, this.metric));
    this.shift(times.length, kept);
    const room = new Float32Array(slots.length);
    for (let row = kept; row < times.length; row++) this.take(row, valuesAt(columns, row, room));
    this.key = key;
    this.latest = times.at(-1) ?? Number.NEGATIVE_INFINITY;
  }

  /** Makes columns of a new length that begin with the last rows of the old ones. */
  private shift(length: number, kept: number): void {
    const moved = (old: Float32Array): Float32Array<ArrayBuffer> => {
      const column = new Float32Array(length);
      column.set(old.subarray(old.length - kept));
      return column;
    };
    this.low = moved(this.low);
    this.middle = moved(this.middle);
    this.high = moved(this.high);
  }

  private take(row: number, sorted: Float32Array): void {
    this.low[row] = sorted[0] ?? Number.NaN;
    this.middle[row] = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
    this.high[row] = sorted.at(-1) ?? Number.NaN;
  }
}

/** The known values of a row, in order. `room` is where they are put, to spare the making of many small arrays. */
function valuesAt(columns: readonly Float32Array[], row: number, room: Float32Array): Float32Array {
  let count = 0;
  for (const column of columns) {
    const value = column[row] ?? Number.NaN;
    if (!Number.isNaN(value)) room[count++] = value;
  }
  return room.subarray(0, count).sort();
}

/** The worker with the most or the least at a row. */
export function extremeSlot(
  series: RunSeries,
  slots: readonly number[],
  { metric, row, sign }: { readonly metric: WorkerMetric; readonly row: number; readonly sign: 1 | -1 },
): number | undefined {
  let found: number | undefined;
  let best = Number.NEGATIVE_INFINITY;
  for (const slot of slots) {
    const value = sign * (series.workerColumn(slot, metric)[row] ?? Number.NaN);
    if (value > best) [found, best] = [slot, value];
  }
  return found;
}
