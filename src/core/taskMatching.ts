/**
 * Which run belongs to which task. A task of Node.js itself is its run's primary, so the pids agree; under npm, or
 * behind a wrapper, the primary is a descendant, and then what runs and when must agree.
 */
import type { LaunchParameters } from '../shared/launchParameters';
import type { Paths } from './paths';

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

/** Whether the run came from the task. */
export function belongsToTask(run: RunTrace, task: TaskTrace, paths: Paths): boolean {
  if (task.pid === run.pid) return true;
  if (run.startedAt < task.startedAt - TOLERANCE) return false;
  const { entry, root } = task.parameters;
  if (entry !== undefined) return paths.isSame(run.entry, entry);
  return root !== undefined && paths.isUnder(run.entry, root);
}

/** A task that may still become a run. */
export interface WaitingTask {
  readonly pid: number | undefined;
  /** Whether its run may still turn up: not once it has one, nor once it has been over for a while. */
  readonly isWaiting: boolean;
  owns(run: RunTrace): boolean;
}

/**
 * The task that a run came from, of all that were started, oldest first. The same process is certain; else the latest
 * that fits: an older one that never became a run must not take the run of its successor.
 */
export function taskOfRun<T extends WaitingTask>(run: RunTrace, tasks: readonly T[]): T | undefined {
  const waiting = tasks.filter(({ isWaiting }) => isWaiting);
  return waiting.find(({ pid }) => pid === run.pid) ?? waiting.findLast((task) => task.owns(run));
}
