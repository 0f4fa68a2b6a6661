/**
 * The numbers of one run over the last half hour, one row a second: columns of the whole run and of each worker over one
 * axis of time. The host keeps one for each run and the dashboard's page a copy; memory is bounded whatever the run does.
 * What nobody measured is NaN, and where nobody looked for a while there is a row of it, so that lines break there.
 */

/** How much is kept, in seconds, one row each. */
export const HISTORY_SECONDS = 1800;

/** How many workers get columns; further ones are in the sums and in the table only. */
export const CHARTED_WORKERS = 64;

/** Rows beyond the history, so that the columns need to be moved only now and then. */
const SLACK = 300;

/** A longer pause than this is shown as one, in seconds. */
const PAUSE = 3;

/** `heap` and `heapLimit` are those of the fullest worker, `delay` is of the slowest: limits and waits do not add up. */
export const RUN_METRICS = [
  'cpu',
  'memory',
  'heap',
  'heapLimit',
  'loop',
  'loopMax',
  'delay',
  'rate',
  'p50',
  'p95',
  'p99',
] as const;
export type RunMetric = (typeof RUN_METRICS)[number];

/** `served` counts the requests of the second; all else is a level or a rate. */
export const WORKER_METRICS = ['cpu', 'memory', 'heap', 'loop', 'delay', 'rate', 'p99', 'served'] as const;
export type WorkerMetric = (typeof WORKER_METRICS)[number];

/** One value for each metric, in the order of the list above; null or NaN where nothing is known. */
export type Values = readonly (number | null)[];

/** What was measured in one second. */
export interface Tick {
  /** Epoch seconds. */
  readonly time: number;
  readonly run: Values;
  readonly workers: readonly (readonly [slot: number, values: Values])[];
}

/** A series as it travels to the page: one block of times, one of values, column after column. */
export interface SeriesDump {
  readonly slots: readonly number[];
  readonly times: Float64Array;
  readonly values: Float32Array;
}

type Column = Float32Array<ArrayBuffer>;

export class RunSeries {
  private readonly axis = new Float64Array(HISTORY_SECONDS + SLACK);
  private readonly run = makeColumns(RUN_METRICS.length);
  private readonly workers = new Map<number, readonly Column[]>();
  private start = 0;
  private end = 0;

  /** A series from a dump. */
  static from({ slots, times, values }: SeriesDump): RunSeries {
    const series = new RunSeries();
    series.axis.set(times);
    series.end = times.length;
    for (const slot of slots) series.workers.set(slot, makeColumns(WORKER_METRICS.length));
    series.allColumns().forEach((column, index) => {
      column.set(values.subarray(index * times.length, (index + 1) * times.length));
    });
    return series;
  }

  get length(): number {
    return this.end - this.start;
  }

  /** When the last row was measured, in epoch seconds. */
  get latest(): number | undefined {
    return this.length > 0 ? this.axis[this.end - 1] : undefined;
  }

  /** The workers that have columns, in order. */
  get slots(): readonly number[] {
    return [...this.workers.keys()].sort((a, b) => a - b);
  }

  /** Epoch seconds, ascending. A view: it is good until the next row. */
  get times(): Float64Array {
    return this.axis.subarray(this.start, this.end);
  }

  runColumn(metric: RunMetric): Float32Array {
    return this.view(this.run[RUN_METRICS.indexOf(metric)]);
  }

  /** Empty for a worker without columns. */
  workerColumn(slot: number, metric: WorkerMetric): Float32Array {
    return this.view(this.workers.get(slot)?.[WORKER_METRICS.indexOf(metric)]);
  }

  /** Adds a row. One that is not later than the last is left out, and one in which nothing was measured. */
  append(tick: Tick): void {
    const { latest } = this;
    if (!isMeasured(tick)) return;
    if (latest !== undefined && tick.time <= latest) return;
    if (latest !== undefined && tick.time - latest > PAUSE) this.push({ time: latest + 1, run: [], workers: [] });
    this.push(tick);
  }

  dump(): SeriesDump {
    const { length } = this;
    const columns = this.allColumns();
    const values = new Float32Array(columns.length * length);
    columns.forEach((column, index) => {
      values.set(this.view(column), index * length);
    });
    return { slots: this.slots, times: this.times.slice(), values };
  }

  private push({ time, run, workers }: Tick): void {
    if (this.end === this.axis.length) this.moveBack();
    this.axis[this.end] = time;
    this.write(this.run, run);
    for (const columns of this.workers.values()) this.write(columns, []);
    for (const [slot, values] of workers) {
      const columns = this.columnsOf(slot);
      if (columns) this.write(columns, values);
    }
    this.end += 1;
    if (this.length > HISTORY_SECONDS) this.start += 1;
  }

  private write(columns: readonly Column[], values: Values): void {
    columns.forEach((column, index) => {
      column[this.end] = values[index] ?? Number.NaN;
    });
  }

  private columnsOf(slot: number): readonly Column[] | undefined {
    const known = this.workers.get(slot);
    if (known || this.workers.size >= CHARTED_WORKERS) return known;
    const columns = makeColumns(WORKER_METRICS.length);
    this.workers.set(slot, columns);
    return columns;
  }

  /** Makes room at the end, and forgets workers of which nothing is left. */
  private moveBack(): void {
    for (const [slot, columns] of this.workers)
      if (columns.every((column) => this.view(column).every(Number.isNaN))) this.workers.delete(slot);
    for (const column of [this.axis, ...this.allColumns()]) column.copyWithin(0, this.start, this.end);
    this.end -= this.start;
    this.start = 0;
  }

  private allColumns(): readonly Column[] {
    return [...this.run, ...this.slots.flatMap((slot) => this.workers.get(slot) ?? [])];
  }

  private view(column: Column | undefined): Float32Array {
    return column?.subarray(this.start, this.end) ?? new Float32Array();
  }
}

/** In the first second after somebody began to look, nothing has been measured yet. */
const isMeasured = ({ run, workers }: Tick): boolean =>
  [run, ...workers.map(([, values]) => values)].some((values) => values.some((value) => value !== null));

function makeColumns(count: number): readonly Column[] {
  return Array.from({ length: count }, () => new Float32Array(HISTORY_SECONDS + SLACK).fill(Number.NaN));
}
