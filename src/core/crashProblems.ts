/**
 * The errors that belong into the Problems panel: those that ended a worker whose slot has not recovered, and the one
 * that stopped a reload. Pure; `ui/crashDiagnostics.ts` shows them. Workers that fail alike make one problem.
 */
import type { ExitInfo, WorkerInfo } from '../shared/runInfo';
import { type ErrorPlace, errorPlace } from './errorPlace';
import { baseName } from './format';
import type { ClusterState, RunState } from './state';
import type { Translate } from './translate';
import { errorHead, exitReasonWord } from './words';

/** How long the next process of a slot must have lived for the slot to be healthy again, milliseconds. */
export const HEALTHY_AFTER = 10_000;

export interface CrashProblem extends ErrorPlace {
  readonly message: string;
  /** Why the worker ended, in a word or two. */
  readonly reason: string;
}

export interface CrashProblems {
  readonly problems: readonly CrashProblem[];
  /** When the first of them will be over by itself, epoch milliseconds. */
  readonly changesAt?: number;
}

interface Failure {
  readonly run: RunState;
  readonly exit: ExitInfo;
  /** Absent for the new process of a reload. */
  readonly slot?: number;
  /** When its slot will be healthy again, if nothing else happens. */
  readonly healthyAt?: number;
}

/** What is wrong now, in the order of runs and workers. */
export function crashProblems(t: Translate, { runs }: ClusterState, now: number): CrashProblems {
  const failures = runs.flatMap((run) => [...crashes(run), ...failedReload(run)]);
  const current = failures.filter(({ healthyAt }) => healthyAt === undefined || healthyAt > now);
  const times = current.flatMap(({ healthyAt }) => (healthyAt === undefined ? [] : [healthyAt]));
  const problems = [...groupBy(current, keyOf).values()].flatMap((alike) => problemOf(t, alike));
  return { problems, ...(times.length > 0 && { changesAt: Math.min(...times) }) };
}

function crashes(run: RunState): Failure[] {
  return run.workers.flatMap((worker) => {
    const { slot, lastExit: exit } = worker;
    if (!errorPlace(exit?.error)) return [];
    const healthyAt = recovery(run, worker);
    return exit === undefined ? [] : [{ run, exit, slot, ...(healthyAt !== undefined && { healthyAt }) }];
  });
}

/** When a slot is healthy again after its last exit: undefined while nothing was forked, long ago when that is forgotten. */
function recovery({ history }: RunState, { slot, lastExit, pid }: WorkerInfo): number | undefined {
  const isNext = (entry: RunState['history'][number]): boolean =>
    entry.slot === slot && entry.change === 'forked' && entry.at >= (lastExit?.at ?? 0);
  const next = history.find(isNext);
  if (next !== undefined) return next.at + HEALTHY_AFTER;
  return pid === undefined ? undefined : 0;
}

/** The old workers serve on: wrong until another reload begins. */
function failedReload(run: RunState): Failure[] {
  const { state, exit } = run.info.reload ?? {};
  if (run.link === 'ended' || state !== 'failed' || exit === undefined || !errorPlace(exit.error)) return [];
  return [{ run, exit }];
}

function keyOf({ run, exit: { error } }: Failure): string {
  return JSON.stringify([run.info.id, error?.file, error?.line, error?.column, error && errorHead(error)]);
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

function problemOf(t: Translate, alike: readonly [Failure, ...Failure[]]): CrashProblem[] {
  const [{ run, exit }] = alike;
  const { error, reason } = exit;
  const place = errorPlace(error);
  if (!error || !place) return [];
  const slots = alike.flatMap(({ slot }) => (slot === undefined ? [] : [`#${slot}`]));
  const name = baseName(run.info.entry);
  const head = errorHead(error);
  const message =
    slots.length === 0
      ? t('{0} (stopped the reload of {1})', head, name)
      : t('{0} (ended {1} of {2})', head, slots.join(', '), name);
  return [{ ...place, message, reason: exitReasonWord(t, reason) }];
}
