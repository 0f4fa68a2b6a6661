/**
 * The live numbers of a process, a worker or a whole run, taken from what is measured. CPU and memory are the system's
 * where the outside view has them, else the worker's own; what nobody measures is absent rather than zero.
 */
import type { Sample, WorkerInfo } from '../shared/runInfo';
import type { RunState } from './state';
import { isSilent } from './workerHealth';

export interface Figures {
  /** Percent of one core. */
  readonly cpu?: number;
  /** Resident memory in bytes. */
  readonly memory?: number;
  /** Event-loop use in percent. */
  readonly loop?: number;
  /** Absent where no HTTP request was ever seen. */
  readonly requestsPerSecond?: number;
}

/** What the primary's process uses, seen from outside. */
export function primaryFigures(run: RunState): Figures {
  return run.usage.get(run.info.pid) ?? {};
}

/** What one worker uses. A worker that stopped answering keeps no numbers of its own: they would be of the past. */
export function workerFigures(run: RunState, worker: WorkerInfo): Figures {
  if (worker.pid === undefined) return {};
  const sample = isSilent(worker) ? undefined : run.samples.get(worker.slot);
  return { ...(sample && sampleFigures(sample)), ...run.usage.get(worker.pid) };
}

function sampleFigures(sample: Sample): Figures {
  const own = { cpu: sample.cpu, memory: sample.rss, loop: sample.elu * 100 };
  return sample.totalRequests > 0 ? { ...own, requestsPerSecond: perSecond(sample) } : own;
}

const perSecond = ({ requests, interval }: Sample): number => (interval > 0 ? (requests * 1000) / interval : 0);

/** Sums over processes; `loop` is left out, uses of different loops do not add up. */
export function totalFigures(all: readonly Figures[]): Omit<Figures, 'loop'> {
  const total: { -readonly [K in 'cpu' | 'memory' | 'requestsPerSecond']?: number } = {};
  for (const name of ['cpu', 'memory', 'requestsPerSecond'] as const) {
    const values = all.map((figures) => figures[name]).filter((value) => value !== undefined);
    if (values.length > 0) total[name] = values.reduce((sum, value) => sum + value, 0);
  }
  return total;
}

/** What a run uses: its primary and its workers. */
export function runFigures(run: RunState): Omit<Figures, 'loop'> {
  return totalFigures([primaryFigures(run), ...run.workers.map((worker) => workerFigures(run, worker))]);
}
