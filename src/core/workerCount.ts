/**
 * How many workers a run gets: what a person typed, what a setting says, what was chosen for this entry before. The
 * range itself belongs to the run (`shared/runInfo.ts`).
 */
import { isWorkerCount } from '../shared/launchParameters';
import { MAX_WORKERS } from '../shared/runInfo';
import { ClusterError } from './clusterError';
import type { Translate } from './translate';

export type WorkerCount = number | 'auto';

/** A choice for one entry, and what the setting said when it was made. */
export interface RememberedCount {
  readonly workers: WorkerCount;
  readonly setting: WorkerCount;
}

/** What is wrong with a typed number of workers; undefined when it is right. */
export function workerCountProblem(t: Translate, text: string): string | undefined {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  return isWorkerCount(value) ? undefined : t('Enter a whole number from 1 to {0}.', MAX_WORKERS);
}

/** A number of workers given by a caller; throws `badWorkers` for anything else. */
export function checkWorkerCount(t: Translate, value: unknown): WorkerCount {
  if (isWorkerCount(value)) return value;
  const shown = typeof value === 'string' ? `"${value}"` : String(value);
  const hint = t('Give a whole number from 1 to {0}, or "auto".', MAX_WORKERS);
  throw new ClusterError('badWorkers', t('A run cannot have {0} workers.', shown), hint);
}

/**
 * The number for a launch: what the caller asks for, else the last choice for this entry, else the setting. A setting
 * that was changed after the choice is the newer word and wins.
 */
export function chooseWorkerCount(options: {
  readonly asked: WorkerCount | undefined;
  readonly remembered: RememberedCount | undefined;
  readonly setting: WorkerCount;
}): WorkerCount {
  if (options.asked !== undefined) return options.asked;
  const { remembered, setting } = options;
  return remembered !== undefined && remembered.setting === setting ? remembered.workers : setting;
}
