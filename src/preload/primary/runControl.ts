/**
 * What a watching client may ask of a run, whatever its mode: the link turns requests into these calls. A call throws a
 * `Refusal` with a stable code where it cannot be done.
 */
import type { KillSignal, RequestErrorCode } from '../../shared/protocol';
import type { Incarnation } from './incarnation';

export class Refusal extends Error {
  constructor(
    readonly code: RequestErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** Makes a `Refusal`, for bundles that have no copy of the class. */
export type Refuse = (code: RequestErrorCode, message: string) => Error;

export interface RunControl {
  fork(): void;
  scale(workers: number): void;
  kill(slot: number, signal: KillSignal): void;
  restartWorker(slot: number): void;
  restartAll(): void;
  reload(): void;
  stop(): void;
  forceStop(): void;
  /** The process that lives in a slot. */
  processIn(slot: number): Incarnation;
  /** Switches the workers' samples on or off. */
  watch(on: boolean): void;
}
