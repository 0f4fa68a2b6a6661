/**
 * The watching half in one piece: from the run directory to the state. Builds the store, the registry and the sampler
 * and connects them; `extension.ts` owns what comes back.
 */
import type { ClusterError } from '../core/clusterError';
import type { Disposable, Insight, Log, LogSource, RunGateway, StateSource } from '../core/ports';
import { findRun, findWorker } from '../core/row';
import { Store } from '../core/store';
import type { Translate } from '../core/translate';
import type { RunRecord } from '../shared/runRecord';
import { createInsight } from './insight';
import { usualRunDirectory } from './runDirectory';
import { runProcesses } from './runProcesses';
import { RunRegistry } from './runRegistry';
import { type MeasuredProcesses, Sampler } from './sampler';

export interface WatchingOptions {
  readonly t: Translate;
  readonly log: Log;
  /** Whether this window shows the run: it lies in one of its folders, or was started here. */
  readonly accept: (record: RunRecord) => boolean;
  /** Told once per trouble: the directory is refused, a run speaks another protocol version. */
  readonly onProblem: (error: ClusterError) => void;
  /** The run directory, where it is not the usual one. */
  readonly directory?: string;
  /** Processes beside those of runs, to be measured in the same breath. */
  readonly others?: readonly MeasuredProcesses[];
}

export interface Watching extends Disposable {
  readonly state: StateSource;
  readonly gateway: RunGateway;
  readonly insight: Insight;
  readonly logs: LogSource;
  readonly directory: string;
  /** Says whether something on screen shows numbers; while nothing does, nothing is measured. */
  setActive(active: boolean): void;
  /** `accept` may answer differently now: folders changed, a run was started. Resolves after a look at the directory. */
  refresh(): Promise<void>;
}

/** Starts to watch. */
export function createWatching({ t, log, accept, onProblem, directory, others = [] }: WatchingOptions): Watching {
  const path = directory ?? usualRunDirectory();
  const store = new Store();
  const registry = new RunRegistry({ directory: path, store, t, log, now: Date.now, accept, onProblem });
  const sampler = new Sampler({ processes: [runProcesses(store), ...others], log });
  void registry.refresh();
  return {
    state: store,
    gateway: registry,
    insight: createInsight({
      gateway: registry,
      t,
      pidOf: ({ runId, slot }) => {
        const run = findRun(store.state, runId);
        return run && findWorker(run, slot)?.pid;
      },
    }),
    logs: registry,
    directory: path,
    setActive: (active) => {
      registry.setMetrics(active);
      sampler.setActive(active);
    },
    refresh: () => registry.refresh(),
    dispose: () => {
      sampler.dispose();
      registry.dispose();
    },
  };
}
