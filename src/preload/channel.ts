/**
 * What the probe in a worker and the primary tell each other, over the cluster's own channel. A message whose `cmd`
 * begins with `NODE_` is raised as `internalMessage`: the app's `message` handlers never see it, in either direction,
 * and it is delivered even when the worker dies at the top level of its entry, where a socket would not be connected.
 */
import type { ErrorInfo, ListeningAddress, Sample, StickyMode } from '../shared/runInfo';

/** Marks our messages; Node's own are `NODE_CLUSTER`. */
export const CHANNEL_MARK = 'NODE_CLUSTER_EXT';

/** libuv's flag for a socket that shares its port with others (`UV_TCP_REUSEPORT`). */
export const SHARES_PORT = 2;

/** A sample as the worker knows it: the primary adds the slot and the totals. */
export type WorkerSample = Omit<Sample, 'slot' | 'pid' | 'totalRequests'>;

export type FromWorker =
  /** `next` says within how many milliseconds the next beat or sample comes, while the loop turns. */
  | { readonly op: 'beat'; readonly next: number; readonly requests: number; readonly rss: number }
  | { readonly op: 'sample'; readonly next: number; readonly sample: WorkerSample }
  | { readonly op: 'listening'; readonly address: ListeningAddress }
  | { readonly op: 'error'; readonly error: ErrorInfo; readonly rejection: boolean }
  /** `natural`: neither `process.exit()` nor an error that nobody handled ends it. */
  | { readonly op: 'exiting'; readonly code: number; readonly natural: boolean }
  /** No server has a connection left. */
  | { readonly op: 'drained' }
  /** Nothing is under way in a worker that rests. */
  | { readonly op: 'rested' }
  /** Sticky sessions cannot cover something; an English sentence. */
  | { readonly op: 'stickyRefused'; readonly reason: string }
  | InspectorAnswer
  /** VS Code's debugger follows this process: it is there from the first line. */
  | { readonly op: 'debugged' }
  /** Whether the app listens for SIGUSR1 itself: the signal does not open the inspector then. */
  | { readonly op: 'ownSignal'; readonly on: boolean };

/** The answer to `inspect`: where the inspector is open, or why it is not. */
export interface InspectorAnswer {
  readonly op: 'inspector';
  readonly url?: string;
  /** Whether it was opened just now. */
  readonly opened?: boolean;
  readonly problem?: string;
}

/** What a worker needs for sticky sessions. */
export interface StickyParameters {
  readonly mode: StickyMode;
  /** What the path of every worker's private endpoint begins with; the process's tag follows. */
  readonly prefix: string;
  /** What one worker tells another to be let in. */
  readonly secret: string;
}

export type ToWorker =
  | { readonly op: 'watch'; readonly on: boolean }
  | { readonly op: 'drain' }
  /** Sends its clients to the other workers, until it is told otherwise. */
  | { readonly op: 'rest'; readonly on: boolean }
  | { readonly op: 'inspect' }
  | { readonly op: 'closeInspector' }
  /** Windows has no signals that a process can handle: the probe raises the event instead. */
  | { readonly op: 'end'; readonly signal: NodeJS.Signals };

/** What a worker is told of itself when it is forked, in the parameters' variable; `worker` stands first in the JSON. */
export interface WorkerParameters {
  readonly worker: number;
  readonly mode: 'supervise' | 'observe';
  readonly log: 'prefix' | 'inherit';
  /** Whether the terminal behind the primary's stdout and stderr is one, and its width. */
  readonly tty: { readonly out: boolean; readonly err: boolean; readonly columns?: number };
  readonly watched: boolean;
  /** Whether it asks for listening sockets of its own. */
  readonly ownSockets: boolean;
  /** Where sticky sessions are on. */
  readonly sticky?: StickyParameters;
}

/** Our message inside whatever came over the channel, or nothing. */
export function readMessage<T>(message: unknown): T | undefined {
  const marked = typeof message === 'object' && message !== null && (message as { cmd?: unknown }).cmd === CHANNEL_MARK;
  return marked ? (message as T) : undefined;
}
