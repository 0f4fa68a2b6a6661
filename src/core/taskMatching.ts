/**
 * Which run belongs to which task. A task of Node.js itself is its run's primary, so the pids agree; under npm, or
 * behind a wrapper, the primary is a descendant, and then what runs and when must agree.
 */
import type { LaunchParameters } from '../shared/launchParameters';

/** What a run or its record tells. */
export interface RunTrace {
  readonly pid: number;
  readonly entry: string;
  readonly cwd: string;
  readonly startedAt: number;
}

/** What a task tells. */
export interface TaskTrace {
  readonly parameters: Pick<LaunchParameters, 'entry' | 'root'>;
  readonly pid?: number;
  /** Epoch milliseconds; 0 for a task that was already running when this window opened. */
  readonly startedAt: number;
}

/** Clocks of processes and of the editor are the same, but times are rounded. */
const TOLERANCE = 1_000;

/** Whether a path is a folder or lies in it. */
export function isUnder(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`);
}

/** Whether the run came from the task. */
export function belongsToTask(run: RunTrace, task: TaskTrace): boolean {
  if (task.pid === run.pid) return true;
  if (run.startedAt < task.startedAt - TOLERANCE) return false;
  const { entry, root } = task.parameters;
  if (entry !== undefined) return run.entry === entry;
  return root !== undefined && isUnder(run.entry, root);
}
