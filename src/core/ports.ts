/**
 * What the views and commands need from the outside world. `host` implements these, `extension.ts` hands them over, so
 * that `ui` never imports an effect and `core` never has one.
 */
import type { RequestBody } from '../shared/protocol';
import type { ClusterState } from './state';

export interface Disposable {
  dispose(): void;
}

/** The one source of state for all views. */
export interface StateSource {
  readonly state: ClusterState;
  /** Called after every change with the state before and after it. */
  onDidChange(listener: (now: ClusterState, before: ClusterState) => void): Disposable;
}

/** Sends a person's intent to a run's primary; what follows from it arrives as events. */
export interface RunGateway {
  /** Resolves with the primary's result; rejects with a `ClusterError`. */
  request(runId: string, body: RequestBody): Promise<unknown>;
  /** Takes an ended run out of the list. */
  dismiss(runId: string): void;
}
