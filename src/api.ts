/**
 * What `activate` returns, for other extensions and for tests: plain read-only snapshots of the runs, and a way to start
 * one. Version 1; fields are only ever added.
 */
import type { ErrorCode } from './core/clusterError';
import type { LaunchOptions } from './core/launchOptions';
import type { LinkState } from './core/state';
import type { RunInfo, WorkerInfo } from './shared/runInfo';

/** A run at one moment; `info` and `workers` are what its primary said last. */
export interface RunSnapshot extends RunInfo {
  readonly link: LinkState;
  readonly workers: readonly WorkerInfo[];
}

export interface NodeClusterApi {
  readonly version: 1;
  /** All runs that this window shows, in the order of their start. */
  readonly runs: readonly RunSnapshot[];
  /** The code of the last error that was shown to the person, if any. */
  readonly lastError: ErrorCode | undefined;
  /** Calls back after every change; dispose what is returned to stop. */
  onDidChangeRuns(listener: (runs: readonly RunSnapshot[]) => void): { dispose(): void };
  /**
   * Starts a run and resolves when its primary has reported in. Rejects with an error that has a `code` and a `hint`;
   * shows nothing. Paths are absolute, or relative to the first workspace folder.
   */
  run(options: LaunchOptions): Promise<RunSnapshot>;
}
