/**
 * From a command's argument, or none, to what it is about: a run or a worker. Pure: the candidates are read off the
 * state, and `ui/pickers.ts` asks where there are several.
 */
import type { WorkerInfo } from '../shared/runInfo';
import { ClusterError } from './clusterError';
import { fileName } from './entryFile';
import type { WorkerName } from './ports';
import type { ClusterState, RunState } from './state';
import type { Translate } from './translate';
import { runStateWord, workerStateWord } from './words';

/** What a caller names; a run's primary is its run. */
export interface NodeName {
  readonly runId: string;
  readonly slot?: number;
}

export interface WorkerTarget {
  readonly run: RunState;
  readonly worker: WorkerInfo;
}

/** The name of a worker, as other parts ask for it. */
export function workerName({ run, worker }: WorkerTarget): WorkerName {
  return { runId: run.info.id, slot: worker.slot };
}

/** Reads an argument of unknown origin; undefined where it names nothing of ours. */
export function readNodeName(value: unknown): NodeName | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { runId, slot } = value as Readonly<Record<string, unknown>>;
  if (typeof runId !== 'string') return undefined;
  return typeof slot === 'number' ? { runId, slot } : { runId };
}

export const isLive = (run: RunState): boolean => run.link !== 'ended';
export const isEnded = (run: RunState): boolean => run.link === 'ended';

/** The runs that a command may be about: the named one, else all that fit. */
export function findRuns(
  t: Translate,
  state: ClusterState,
  query: { readonly name: NodeName | undefined; readonly fits: (run: RunState) => boolean },
): RunState[] {
  const { name, fits } = query;
  if (name === undefined) {
    const all = state.runs.filter(fits);
    return all.length > 0 ? all : fail(noRuns(t));
  }
  const named = state.runs.filter((run) => run.info.id === name.runId && fits(run));
  return named.length > 0 ? named : fail(new ClusterError('runGone', t('This run has ended.'), t('Start it again.')));
}

/** The workers that a command may be about: the named one, those of the named run, else all that fit. */
export function findWorkers(
  t: Translate,
  state: ClusterState,
  query: { readonly name: NodeName | undefined; readonly fits: (worker: WorkerInfo) => boolean },
): WorkerTarget[] {
  return workersOf(t, findRuns(t, state, { name: query.name, fits: isLive }), query);
}

/** The same over runs that have ended too: what became of their workers can still be looked at. */
export function findPastWorkers(
  t: Translate,
  state: ClusterState,
  query: { readonly name: NodeName | undefined; readonly fits: (worker: WorkerInfo) => boolean },
): WorkerTarget[] {
  return workersOf(t, findRuns(t, state, { name: query.name, fits: () => true }), query);
}

function workersOf(
  t: Translate,
  runs: readonly RunState[],
  { name, fits }: { readonly name: NodeName | undefined; readonly fits: (worker: WorkerInfo) => boolean },
): WorkerTarget[] {
  const targets = runs.flatMap((run) =>
    run.workers
      .filter((worker) => (name?.slot === undefined || worker.slot === name.slot) && fits(worker))
      .map((worker) => ({ run, worker })),
  );
  if (targets.length > 0) return targets;
  const hint = t('Look at the Cluster view for the workers that there are.');
  throw new ClusterError('noWorkers', t('There is no worker for this.'), hint);
}

/** How a picker shows a run. */
export function describeRun(t: Translate, run: RunState): { readonly label: string; readonly description: string } {
  const { entry, pid, state } = run.info;
  const word = runStateWord(t, run.link === 'ended' ? 'ended' : state);
  return { label: fileName(entry), description: t('pid {0}, {1}', pid, word) };
}

/** How a picker shows a worker. */
export function describeWorker(
  t: Translate,
  { run, worker }: WorkerTarget,
): { readonly label: string; readonly description: string } {
  const word = workerStateWord(t, worker.state);
  const state = worker.pid === undefined ? word : t('pid {0}, {1}', worker.pid, word);
  return { label: `#${worker.slot}`, description: `${fileName(run.info.entry)}  ${state}` };
}

function noRuns(t: Translate): ClusterError {
  return new ClusterError('noRuns', t('Nothing runs as a cluster.'), t('Start your app with Run Clustered.'), {
    title: t('Run Clustered'),
    command: 'nodeCluster.runClustered',
  });
}

function fail(error: ClusterError): never {
  throw error;
}
