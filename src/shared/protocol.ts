/**
 * The wire between a run's primary and whoever watches it: one JSON object per line, typed here as closed unions.
 * The primary owns the truth; a client gets one snapshot and then events numbered without gaps. Nothing here has
 * effects; the validators live beside the types so that both ends check what enters by the same rules.
 */
import type { HistoryEntry, LogLine, RunInfo, Sample, WorkerChange, WorkerInfo } from './runInfo';

/** Raised whenever an older peer could misread a message. Both ends refuse a version they do not know. */
export const PROTOCOL_VERSION = 1;

/** The longest line a primary reads from a client, in bytes: requests are small, anything longer is hostile. */
export const MAX_REQUEST_BYTES = 64 * 1024;

/** The longest line a client reads from a primary, in bytes: a snapshot with history and log lines fits many times. */
export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/** Events that change the truth: every client gets each of them, numbered without gaps. */
export type RunEvent =
  | {
      readonly type: 'worker';
      readonly seq: number;
      readonly at: number;
      readonly change: WorkerChange;
      readonly worker: WorkerInfo;
    }
  | { readonly type: 'run'; readonly seq: number; readonly at: number; readonly run: RunInfo };

export interface Snapshot {
  readonly type: 'snapshot';
  readonly seq: number;
  readonly run: RunInfo;
  readonly workers: readonly WorkerInfo[];
  /** The latest worker events before this snapshot, oldest first. */
  readonly history: readonly HistoryEntry[];
}

/** Streams that a client subscribes to with `watch`; they are not numbered, a missed one is not missed truth. */
export type StreamMessage =
  | { readonly type: 'metrics'; readonly samples: readonly Sample[] }
  | { readonly type: 'log'; readonly lines: readonly LogLine[]; readonly dropped?: number };

export type RequestErrorCode =
  | 'badLine'
  | 'lineTooLong'
  | 'badToken'
  | 'badVersion'
  | 'unknownRequest'
  | 'badArgument'
  | 'noSuchWorker'
  | 'notSupported'
  | 'stopping'
  /** The worker's inspector cannot be opened at all, or not while its loop is blocked. */
  | 'noInspector'
  /** The worker was asked to open its inspector and runs native code that nothing interrupts. */
  | 'notInterruptible';

export type Answer =
  | { readonly type: 'result'; readonly id: number; readonly value?: unknown }
  | { readonly type: 'error'; readonly id?: number; readonly code: RequestErrorCode; readonly message: string };

/** Everything a primary sends. */
export type PrimaryMessage = Snapshot | RunEvent | StreamMessage | Answer;

export interface Hello {
  readonly type: 'hello';
  readonly protocol: number;
  readonly token: string;
}

/** Signals that a person may send to a worker from the editor. */
export const KILL_SIGNALS = ['SIGTERM', 'SIGKILL', 'SIGINT', 'SIGHUP', 'SIGUSR2'] as const;
export type KillSignal = (typeof KILL_SIGNALS)[number];

/** What an inspector is opened for; told again when it is closed. */
export interface InspectorUse {
  /** The worker may stand still for long: it is not taken for unresponsive meanwhile. */
  readonly debugger?: boolean;
  /**
   * The worker leaves its connections to the others, as long as the inspector is held: the answer comes when its requests
   * have ended, or after five seconds. Where it accepts by itself (`os`, `reusePort`), only its open connections end.
   */
  readonly rest?: boolean;
}

/** What a client may ask for. `worker` is a slot number. */
export type RequestBody =
  | { readonly type: 'fork' }
  | { readonly type: 'scale'; readonly workers: number }
  | { readonly type: 'kill'; readonly worker: number; readonly signal: KillSignal }
  | { readonly type: 'restart'; readonly worker?: number }
  | { readonly type: 'reload' }
  | { readonly type: 'stop'; readonly force?: boolean }
  | { readonly type: 'log'; readonly worker?: number; readonly lines: number }
  | ({ readonly type: 'inspect'; readonly worker: number } & InspectorUse)
  | ({ readonly type: 'closeInspector'; readonly pid: number } & InspectorUse)
  | { readonly type: 'watch'; readonly metrics: boolean; readonly log: boolean };

export type Request = RequestBody & { readonly id: number };

/**
 * The answer to `inspect`: the worker's inspector is open at `url` until the client has sent `closeInspector` as often as
 * it has asked for it, or is gone. An inspector that was open before stays open.
 */
export interface InspectorInfo {
  /** `ws://127.0.0.1:...`, for any client of the DevTools protocol. */
  readonly url: string;
  readonly pid: number;
}
