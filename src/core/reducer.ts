/**
 * Makes the next state from what was heard: primaries' messages, the outside view, how the links stand. Pure: the same
 * state and action always give the same state, and what did not change keeps its identity, so that views can compare.
 * Snapshots replace what is known of a run; events are taken only in their order, a gap is the link's to mend.
 */

import type { RunEvent, Snapshot } from '../shared/protocol';
import type { HistoryEntry, RunInfo, Sample, WorkerInfo, WorkerState } from '../shared/runInfo';
import type { ClusterState, LinkState, RunState, Usage } from './state';

/** How many past events a run keeps. */
export const HISTORY_LIMIT = 500;

export type Action =
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot; readonly at: number }
  | { readonly type: 'event'; readonly runId: string; readonly event: RunEvent }
  | { readonly type: 'metrics'; readonly runId: string; readonly samples: readonly Sample[] }
  /** The outside view of every watched process, by pid. */
  | { readonly type: 'usage'; readonly usage: ReadonlyMap<number, Usage> }
  /** Nobody measures any more: numbers that would go stale are taken away. */
  | { readonly type: 'unwatched' }
  | { readonly type: 'link'; readonly runId: string; readonly link: 'connected' | 'reconnecting' }
  | { readonly type: 'ended'; readonly runId: string; readonly at: number }
  /** Nobody wants to see the run any more, ended or not. */
  | { readonly type: 'dismiss'; readonly runId: string };

/** The state after an action; the same object when the action changes nothing. */
export function reduce(state: ClusterState, action: Action): ClusterState {
  switch (action.type) {
    case 'snapshot':
      return takeSnapshot(state, action);
    case 'event':
      return changeRun(state, action.runId, (run) => takeEvent(run, action.event));
    case 'metrics':
      return changeRun(state, action.runId, (run) => takeSamples(run, action.samples));
    case 'usage':
      return changeRuns(state, (run) => takeUsage(run, action.usage));
    case 'unwatched':
      return changeRuns(state, forgetNumbers);
    case 'link':
      return changeRun(state, action.runId, (run) => setLink(run, action.link));
    case 'ended':
      return changeRun(state, action.runId, (run) => end(run, action.at));
    case 'dismiss':
      return withoutRuns(state, (run) => run.info.id === action.runId);
  }
}

type Change = (run: RunState) => RunState;

function changeRuns(state: ClusterState, change: Change): ClusterState {
  const runs = state.runs.map(change);
  return runs.every((run, index) => run === state.runs[index]) ? state : { runs };
}

function changeRun(state: ClusterState, runId: string, change: Change): ClusterState {
  return changeRuns(state, (run) => (run.info.id === runId ? change(run) : run));
}

function withoutRuns(state: ClusterState, isOut: (run: RunState) => boolean): ClusterState {
  const runs = state.runs.filter((run) => !isOut(run));
  return runs.length === state.runs.length ? state : { runs };
}

function takeSnapshot(state: ClusterState, { snapshot, at }: Extract<Action, { type: 'snapshot' }>): ClusterState {
  const before = state.runs.find((run) => run.info.id === snapshot.run.id);
  const run = runOf(snapshot, before, at);
  if (before) return changeRun(state, run.info.id, () => run);
  const kept = withoutRuns(state, (old) => old.link === 'ended' && isSameLaunch(old.info, run.info));
  return { runs: [...kept.runs, run].sort((a, b) => a.info.startedAt - b.info.startedAt) };
}

function runOf(snapshot: Snapshot, before: RunState | undefined, at: number): RunState {
  const fresh: RunState = {
    info: snapshot.run,
    seq: snapshot.seq,
    link: 'connected',
    workers: snapshot.workers.toSorted((a, b) => a.slot - b.slot),
    history: snapshot.history.slice(-HISTORY_LIMIT),
    samples: before?.samples ?? new Map(),
    usage: before?.usage ?? new Map(),
  };
  const run = forgetGone(fresh);
  return snapshot.run.state === 'ended' ? end(run, before?.endedAt ?? at) : run;
}

/** An ended run makes room when the same thing is started again. */
export function isSameLaunch(a: RunInfo, b: RunInfo): boolean {
  return a.entry === b.entry && a.cwd === b.cwd && a.args.join('\0') === b.args.join('\0');
}

function takeEvent(run: RunState, event: RunEvent): RunState {
  if (run.link === 'ended' || event.seq !== run.seq + 1) return run;
  const next = { ...run, seq: event.seq };
  if (event.type === 'worker') return takeWorkerEvent(next, event);
  const told = { ...next, info: event.run };
  return event.run.state === 'ended' ? end(told, event.at) : told;
}

function takeWorkerEvent(run: RunState, event: Extract<RunEvent, { type: 'worker' }>): RunState {
  const others = run.workers.filter(({ slot }) => slot !== event.worker.slot);
  const workers = event.change === 'removed' ? others : bySlot([...others, event.worker]);
  return forgetGone({ ...run, workers, history: [...run.history, entryOf(event)].slice(-HISTORY_LIMIT) });
}

function entryOf({ seq, at, change, worker }: Extract<RunEvent, { type: 'worker' }>): HistoryEntry {
  const pid = worker.pid ?? worker.lastExit?.pid;
  return {
    seq,
    at,
    slot: worker.slot,
    change,
    ...(pid !== undefined && { pid }),
    ...(change === 'exited' && worker.lastExit && { exit: worker.lastExit }),
  };
}

const bySlot = (workers: readonly WorkerInfo[]): WorkerInfo[] => workers.toSorted((a, b) => a.slot - b.slot);

/** Drops numbers of processes that live no more, so that a slot never shows its predecessor's. */
function forgetGone(run: RunState): RunState {
  const pids = new Map(run.workers.map((worker) => [worker.slot, worker.pid]));
  const living = new Set<number | undefined>([run.info.pid, ...pids.values()]);
  return {
    ...run,
    samples: filterMap(run.samples, (slot, sample) => pids.get(slot) === sample.pid),
    usage: filterMap(run.usage, (pid) => living.has(pid)),
  };
}

function filterMap<K, V>(map: ReadonlyMap<K, V>, keep: (key: K, value: V) => boolean): ReadonlyMap<K, V> {
  const kept = [...map].filter(([key, value]) => keep(key, value));
  return kept.length === map.size ? map : new Map(kept);
}

function takeSamples(run: RunState, samples: readonly Sample[]): RunState {
  const pids = new Map(run.workers.map((worker) => [worker.slot, worker.pid]));
  const fitting = samples.filter((sample) => pids.get(sample.slot) === sample.pid);
  if (fitting.length === 0) return run;
  return { ...run, samples: new Map([...run.samples, ...fitting.map((sample) => [sample.slot, sample] as const)]) };
}

function takeUsage(run: RunState, usage: ReadonlyMap<number, Usage>): RunState {
  if (run.link === 'ended') return run;
  const pids = [run.info.pid, ...run.workers.map((worker) => worker.pid)];
  const known = new Map<number, Usage>();
  for (const pid of pids) {
    const use = pid === undefined ? undefined : usage.get(pid);
    if (pid !== undefined && use) known.set(pid, use);
  }
  return known.size === 0 && run.usage.size === 0 ? run : { ...run, usage: known };
}

function forgetNumbers(run: RunState): RunState {
  return run.samples.size === 0 && run.usage.size === 0 ? run : { ...run, samples: new Map(), usage: new Map() };
}

function setLink(run: RunState, link: LinkState): RunState {
  return run.link === link || run.link === 'ended' ? run : { ...run, link };
}

function end(run: RunState, at: number): RunState {
  if (run.link === 'ended') return run;
  const workers = run.workers.map((worker) => endWorker(worker, at));
  return forgetNumbers({ ...run, info: { ...run.info, state: 'ended' }, link: 'ended', endedAt: at, workers });
}

const AT_REST: ReadonlySet<WorkerState> = new Set(['exited', 'crash looping', 'stopped', 'finished']);

/** A worker that was never reported to end has ended with its primary. */
function endWorker(worker: WorkerInfo, at: number): WorkerInfo {
  if (AT_REST.has(worker.state)) return worker;
  const { pid: _pid, forkedAt: _forkedAt, nextForkAt: _nextForkAt, ...rest } = worker;
  return { ...rest, state: 'exited', since: at };
}
