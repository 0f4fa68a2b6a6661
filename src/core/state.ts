/**
 * What the extension knows of every run: plain read-only data, replaced and never changed. The reducer makes it from
 * the primaries' messages, the views read it. The primary owns the truth; this is the latest word heard of it.
 */
import type { HistoryEntry, RunInfo, Sample, WorkerInfo } from '../shared/runInfo';

/** How the extension stands to a run's primary. `ended` runs stay until they are dismissed or run again. */
export type LinkState = 'connected' | 'reconnecting' | 'ended';

/** CPU and memory of a process as the system sees it, from outside. */
export interface Usage {
  /** Percent of one core. */
  readonly cpu: number;
  /** Resident memory in bytes. */
  readonly memory: number;
}

export interface RunState {
  readonly info: RunInfo;
  /** Number of the last event heard. */
  readonly seq: number;
  readonly link: LinkState;
  /** Sorted by slot. */
  readonly workers: readonly WorkerInfo[];
  /** Oldest first, bounded. */
  readonly history: readonly HistoryEntry[];
  /** The latest sample of each slot. */
  readonly samples: ReadonlyMap<number, Sample>;
  /** The outside view by pid: the primary, the workers, silent ones included. */
  readonly usage: ReadonlyMap<number, Usage>;
  /** When the run ended, epoch milliseconds. */
  readonly endedAt?: number;
}

export interface ClusterState {
  /** In the order in which they were started. */
  readonly runs: readonly RunState[];
}

export const EMPTY_STATE: ClusterState = { runs: [] };

/** What a row of the tree stands for; also the argument that menus pass to commands. */
export type ClusterNode =
  | { readonly kind: 'run'; readonly runId: string }
  | { readonly kind: 'primary'; readonly runId: string }
  | { readonly kind: 'worker'; readonly runId: string; readonly slot: number };
