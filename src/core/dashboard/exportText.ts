/**
 * A run as a file: its numbers of the last half hour and its events, as JSON for programs or CSV for a spreadsheet. The
 * arguments and the environment of the app stay out: they may hold secrets.
 */
import type { RunHistory } from '../runHistory';
import { RUN_METRICS, type RunSeries, WORKER_METRICS } from '../series';
import type { RunState } from '../state';
import { untranslated } from '../translate';
import type { ExportFormat } from './messages';
import { timelineOf } from './timeline';

/** The text of the file. Names and words are English: a program reads them. */
export function exportText(format: ExportFormat, run: RunState, history: RunHistory): string {
  return format === 'json' ? asJson(run, history) : asCsv(history.series);
}

function asJson(run: RunState, { series, notes }: RunHistory): string {
  const { id, pid, entry, mode, node, startedAt, target } = run.info;
  const workers = series.slots.map((slot) => ({
    slot,
    ...columns(WORKER_METRICS, (name) => series.workerColumn(slot, name)),
  }));
  const whole = {
    run: { id, pid, entry, mode, node, startedAt: isoTime(startedAt), target },
    units: {
      cpu: 'percent of one core',
      loop: 'percent',
      memory: 'bytes',
      heap: 'bytes',
      delay: 'ms',
      rate: 'requests/s',
      latency: 'ms',
    },
    times: [...series.times].map((time) => isoTime(time * 1000)),
    whole: columns(RUN_METRICS, (name) => series.runColumn(name)),
    workers,
    events: timelineOf(untranslated, run.history, notes).map(({ key: _key, at, ...event }) => ({
      at: isoTime(at),
      ...event,
    })),
  };
  return `${JSON.stringify(whole, null, 1)}\n`;
}

function columns<Name extends string>(
  names: readonly Name[],
  column: (name: Name) => Float32Array,
): Readonly<Record<string, readonly (number | null)[]>> {
  return Object.fromEntries(names.map((name) => [name, [...column(name)].map(rounded)]));
}

/** One row for each second and worker, and one for the whole run, whose worker is `all`. */
function asCsv(series: RunSeries): string {
  const metrics = [...new Set([...RUN_METRICS, ...WORKER_METRICS])];
  const lines = [['time', 'worker', ...metrics].join(',')];
  const sources = [wholeSource(series), ...series.slots.map((slot) => workerSource(series, slot))];
  series.times.forEach((time, row) => {
    for (const { name, column } of sources) {
      const values = metrics.map((metric) => rounded(column(metric)?.[row] ?? Number.NaN));
      if (values.some((value) => value !== null)) lines.push([isoTime(time * 1000), name, ...values].join(','));
    }
  });
  return `${lines.join('\r\n')}\r\n`;
}

interface Source {
  readonly name: string;
  readonly column: (metric: string) => Float32Array | undefined;
}

function wholeSource(series: RunSeries): Source {
  const byName = new Map<string, Float32Array>(RUN_METRICS.map((metric) => [metric, series.runColumn(metric)]));
  return { name: 'all', column: (metric) => byName.get(metric) };
}

function workerSource(series: RunSeries, slot: number): Source {
  const byName = new Map<string, Float32Array>(
    WORKER_METRICS.map((metric) => [metric, series.workerColumn(slot, metric)]),
  );
  return { name: String(slot), column: (metric) => byName.get(metric) };
}

const rounded = (value: number): number | null => (Number.isFinite(value) ? Math.round(value * 100) / 100 : null);

const isoTime = (at: number): string => new Date(at).toISOString();

/** `server-2026-01-31T12-00-00.csv` */
export function exportFileName(format: ExportFormat, name: string, now: number): string {
  const time = isoTime(now).slice(0, 19).replaceAll(':', '-');
  return `${name.replace(/\.[^.]+$/, '')}-${time}.${format}`;
}
