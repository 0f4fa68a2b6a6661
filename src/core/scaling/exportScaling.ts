/** A measurement as a file: JSON with everything and its result in words, or CSV with a row for each step. */
import type { LoadFigures } from '../../shared/loadOrder';
import { untranslated } from '../translate';
import { analyse } from './analysis';
import type { Measurement, ScalingStep } from './measurement';
import type { ScalingFormat } from './scalingView';
import { resultSentence } from './sentences';

/** The text of the file. Names and words are English: a program reads them. */
export function exportScaling(format: ScalingFormat, measurement: Measurement): string {
  return format === 'json' ? asJson(measurement) : asCsv(measurement);
}

function asJson(measurement: Measurement): string {
  const finding = analyse(measurement);
  const result = finding && { sentence: resultSentence(untranslated, measurement, finding), ...finding };
  const units = { rate: 'requests/s', latency: 'ms', cpu: 'percent of one core', loop: 'percent', machine: 'percent' };
  const startedAt = new Date(measurement.startedAt).toISOString();
  return `${JSON.stringify({ ...measurement, startedAt, units, ...(result && { result }) }, rounded, 1)}\n`;
}

/** Two digits after the point are more than a measurement is worth. */
const rounded = (_name: string, value: unknown): unknown =>
  typeof value === 'number' ? Math.round(value * 100) / 100 : value;

const LOAD_COLUMNS: readonly (keyof LoadFigures)[] = [
  'perSecond',
  'deviation',
  'p50',
  'p99',
  'answers',
  'rejected',
  'failed',
  'cpu',
  'loop',
  'machine',
];

/** The last row is the second look at one worker. */
function asCsv({ steps, control }: Measurement): string {
  const head = ['workers', ...LOAD_COLUMNS, 'workersCpu', 'workersLoop'].join(',');
  const rows = [...steps, ...(control ? [control] : [])].map(csvRow);
  return `${[head, ...rows].join('\r\n')}\r\n`;
}

function csvRow({ workers, load, use }: ScalingStep): string {
  const values = [workers, ...LOAD_COLUMNS.map((name) => load[name]), use?.cpu, use?.loop];
  return values.map((value) => (value === undefined ? '' : rounded('', value))).join(',');
}
