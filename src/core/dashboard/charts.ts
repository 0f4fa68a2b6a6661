/**
 * Which charts there are and which lines each of them draws, of the whole run or of each worker. Data only: the page
 * draws it, and its table for screen readers is made of the same lines.
 */
import { memory, milliseconds, percent, rate } from '../format';
import type { RunMetric, RunSeries, WorkerMetric } from '../series';
import type { Translate } from '../translate';
import type { DashboardWords } from './words';

export type Unit = 'rate' | 'milliseconds' | 'percent' | 'bytes';

type WordKey = keyof DashboardWords;

export interface ChartSpec {
  readonly key: string;
  readonly title: WordKey;
  /** Where the worker's line is not quite what the run's are. */
  readonly workerTitle?: WordKey;
  readonly unit: Unit;
  readonly run: readonly { readonly metric: RunMetric; readonly label: WordKey | 'p50' | 'p95' | 'p99' }[];
  readonly worker: WorkerMetric;
  /** What the axis reaches at least, so that noise does not look like a mountain. */
  readonly reach: number;
  readonly limit?: RunMetric;
  readonly empty: WordKey;
}

const MEGABYTE = 1024 * 1024;

/** The charts in their order. */
export const CHARTS: readonly ChartSpec[] = [
  {
    key: 'requests',
    title: 'requestsPerSecond',
    unit: 'rate',
    run: [{ metric: 'rate', label: 'allTogether' }],
    worker: 'rate',
    reach: 4,
    empty: 'noRequests',
  },
  {
    key: 'latency',
    title: 'latency',
    workerTitle: 'latencyOfWorkers',
    unit: 'milliseconds',
    run: [
      { metric: 'p50', label: 'p50' },
      { metric: 'p95', label: 'p95' },
      { metric: 'p99', label: 'p99' },
    ],
    worker: 'p99',
    reach: 4,
    empty: 'noRequests',
  },
  {
    key: 'cpu',
    title: 'cpu',
    unit: 'percent',
    run: [{ metric: 'cpu', label: 'allProcesses' }],
    worker: 'cpu',
    reach: 20,
    empty: 'noNumbers',
  },
  {
    key: 'loop',
    title: 'eventLoop',
    unit: 'percent',
    run: [
      { metric: 'loopMax', label: 'busiest' },
      { metric: 'loop', label: 'average' },
    ],
    worker: 'loop',
    reach: 100,
    empty: 'noNumbers',
  },
  {
    key: 'delay',
    title: 'eventLoopDelay',
    unit: 'milliseconds',
    run: [{ metric: 'delay', label: 'slowest' }],
    worker: 'delay',
    reach: 10,
    empty: 'noNumbers',
  },
  {
    key: 'memory',
    title: 'memory',
    unit: 'bytes',
    run: [{ metric: 'memory', label: 'allProcesses' }],
    worker: 'memory',
    reach: 20 * MEGABYTE,
    empty: 'noNumbers',
  },
  {
    key: 'heap',
    title: 'heap',
    unit: 'bytes',
    run: [{ metric: 'heap', label: 'fullest' }],
    worker: 'heap',
    reach: 10 * MEGABYTE,
    limit: 'heapLimit',
    empty: 'noNumbers',
  },
];

export interface ChartLine {
  readonly key: string;
  readonly label: string;
  /** Decides how it is drawn: the same for the same worker, whichever others are shown. */
  readonly style: number;
  readonly values: Float32Array;
}

/** The lines of the whole run. */
export function runLines(spec: ChartSpec, series: RunSeries, words: DashboardWords): readonly ChartLine[] {
  return spec.run.map(({ metric, label }, style) => ({
    key: metric,
    label: label in words ? words[label as WordKey] : label,
    style,
    values: series.runColumn(metric),
  }));
}

/** One line for each of the workers. */
export function workerLines(spec: ChartSpec, series: RunSeries, slots: readonly number[]): readonly ChartLine[] {
  return slots.map((slot) => ({
    key: `#${slot}`,
    label: `#${slot}`,
    style: slot - 1,
    values: series.workerColumn(slot, spec.worker),
  }));
}

/** A value with its unit; empty for what was not measured. */
export function withUnit(t: Translate, unit: Unit, value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '';
  switch (unit) {
    case 'rate':
      return rate(t, value);
    case 'milliseconds':
      return milliseconds(value);
    case 'percent':
      return percent(value);
    case 'bytes':
      return memory(value);
  }
}

/** Whether there is a value in the rows from `from` on. */
export function hasValues(lines: readonly ChartLine[], from: number): boolean {
  return lines.some(({ values }) => values.subarray(from).some((value) => !Number.isNaN(value)));
}

/** How many rows a chart's table has. */
const TABLE_ROWS = 30;

/** The moments that a chart's table shows, newest first: indexes of rows, evenly spread over the window. */
export function tableIndexes(series: RunSeries, seconds: number): readonly number[] {
  const { times } = series;
  const from = (series.latest ?? 0) - seconds;
  const first = times.findIndex((time) => time > from);
  if (first < 0) return [];
  const step = Math.max(1, Math.ceil((times.length - first) / TABLE_ROWS));
  const count = Math.ceil((times.length - first) / step);
  return Array.from({ length: count }, (_, index) => times.length - 1 - index * step);
}
