/**
 * What a run and its workers are, in the words of every room: their states and what happens to them, how they end, and
 * what they measure. Plain data; how it travels is in protocol.ts.
 */

/** How many slots one run may have. */
export const MAX_WORKERS = 1024;
/** How long a new worker may take to become ready, milliseconds. A run that has not listened by then has no server. */
export const READY_WITHIN_MS = 30_000;

export type RunMode = 'supervise' | 'observe';
/**
 * How connections reach the workers: the primary hands them round, the workers take them from one socket as the system
 * wakes them, or each worker has a listening socket of its own (`SO_REUSEPORT`).
 */
export type Scheduling = 'roundRobin' | 'os' | 'reusePort';
/** What sticky sessions go by: the sessions of socket.io alone, or also a cookie of our own. */
export type StickyMode = 'socket.io' | 'cookie';
export type RunState = 'starting' | 'running' | 'reloading' | 'stopping' | 'ended';

/** Why a run is in its mode; `detail` is a file, a line or a package, ready to show. */
export interface ModeReason {
  readonly code: 'asked' | 'plain' | 'forks' | 'library';
  readonly detail?: string;
}

/** Something about the whole run that a person should know; told once. `code` is stable, `message` is English. */
export interface Notice {
  readonly code:
    | 'badParameter'
    | 'neverForked'
    | 'selfClustered'
    | 'notStarted'
    | 'portTaken'
    | 'exclusivePort'
    | 'memoryLimit'
    | 'pausedWorker'
    | 'fileWatcher'
    | 'noRescue'
    | 'noReusePort'
    | 'leftToApp'
    | 'stickyRefused';
  readonly message: string;
  readonly at: number;
}

export interface RunInfo {
  readonly id: string;
  readonly pid: number;
  /** Absolute path of the file that the workers run. */
  readonly entry: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly mode: RunMode;
  readonly modeReason: ModeReason;
  /** How connections reach the workers, where that is not left to the app. */
  readonly scheduling?: Scheduling;
  /** What sticky sessions go by, where they are on. */
  readonly sticky?: StickyMode;
  /** How long a worker may take to end after SIGTERM, in milliseconds. Older preloads do not tell. */
  readonly stopTimeout?: number;
  readonly state: RunState;
  /** How many workers the run is meant to have; in observe mode, how many the app has forked. */
  readonly target: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** `process.version` of the primary. */
  readonly node: string;
  readonly notices: readonly Notice[];
  /** The latest reload, running or over. */
  readonly reload?: ReloadInfo;
}

/** How a rolling reload goes, or went. */
export interface ReloadInfo {
  readonly state: 'running' | 'done' | 'failed' | 'aborted';
  readonly startedAt: number;
  /** Workers replaced so far, and how many there are to replace. */
  readonly replaced: number;
  readonly of: number;
  /** How the new worker ended that did not become ready; the old ones serve on. Absent when it only took too long. */
  readonly exit?: ExitInfo;
}

/** A slot's state, in the words that a person reads. */
export const WORKER_STATES = [
  'forking',
  'online',
  'listening',
  'unresponsive',
  'draining',
  'exited',
  'backing off',
  'crash looping',
  'stopped',
  'finished',
] as const;
export type WorkerState = (typeof WORKER_STATES)[number];

/** Where a worker listens. `port` is absent for UNIX sockets and pipes, `host` for all interfaces. */
export interface ListeningAddress {
  readonly port?: number;
  readonly host?: string;
  readonly path?: string;
  readonly udp?: boolean;
  /** Whether it is known to speak TLS: Node 18 and older preloads do not tell. */
  readonly tls?: boolean;
}

export type ExitReason =
  | 'not started'
  | 'uncaught error'
  | 'unhandled rejection'
  | 'syntax error'
  | 'module not found'
  | 'out of memory'
  | 'killed by us'
  | 'killed from outside'
  | 'bad node option'
  | 'port in use'
  | 'exit code'
  | 'lost channel'
  | 'finished';

/** The error that ended a worker. `file` is absolute, `line` and `column` count from 1. */
export interface ErrorInfo {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  readonly code?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

export interface ExitInfo {
  readonly at: number;
  /** Absent where the process could not be started. */
  readonly pid?: number;
  readonly code: number | null;
  readonly signal: string | null;
  readonly reason: ExitReason;
  /** How long this incarnation lived, in milliseconds. */
  readonly uptime: number;
  readonly error?: ErrorInfo;
}

export interface WorkerInfo {
  /** The number a person sees, from 1; stable over restarts. */
  readonly slot: number;
  readonly state: WorkerState;
  /** When the state was entered, epoch milliseconds. */
  readonly since: number;
  /** Absent while no process lives in the slot. */
  readonly pid?: number;
  /** When the living process was forked, epoch milliseconds. */
  readonly forkedAt?: number;
  /** How often a process in this slot was replaced after it ended; a reload does not count. */
  readonly restarts: number;
  readonly addresses: readonly ListeningAddress[];
  readonly lastExit?: ExitInfo;
  /** A debugger is at the living process, or holds it still; then nothing of it can be heard. */
  readonly debugger?: 'attached' | 'paused';
  /** When the next fork is due, epoch milliseconds; only while `backing off`. */
  readonly nextForkAt?: number;
}

/** What one worker measured of itself since its sample before. Durations in milliseconds, sizes in bytes. */
export interface Sample {
  readonly slot: number;
  readonly pid: number;
  readonly at: number;
  /** Wall time that the rates below cover. */
  readonly interval: number;
  /** Percent of one core; over 100 when V8's or libuv's threads work too. */
  readonly cpu: number;
  readonly rss: number;
  readonly heapUsed: number;
  readonly heapLimit: number;
  /** Event-loop utilization, 0 to 1. */
  readonly elu: number;
  readonly delayP50: number;
  readonly delayP99: number;
  readonly delayMax: number;
  /** HTTP requests finished in the interval, and those still in flight at its end. */
  readonly requests: number;
  readonly inFlight: number;
  /** Connections that are open to the worker's servers, idle ones too. Older preloads do not tell. */
  readonly connections?: number;
  /** Responses of the interval by class: 1xx, 2xx, 3xx, 4xx, 5xx. */
  readonly status: readonly number[];
  /** Latency of the interval's requests as pairs of bucket and count (see histogram.ts). */
  readonly latency: readonly number[];
  /** Requests finished in this slot since the run began, over all its processes. */
  readonly totalRequests: number;
}

/** What happened to a slot; the words of the event list. */
export type WorkerChange =
  | 'forked'
  | 'online'
  | 'listening'
  | 'unresponsive'
  | 'responsive'
  /** A debugger has come, holds the process still, lets it go on, has left. */
  | 'debugged'
  | 'paused'
  | 'resumed'
  | 'released'
  /** A reload put another process in its place. */
  | 'replaced'
  | 'draining'
  | 'exited'
  | 'backing off'
  | 'crash looping'
  | 'stopped'
  | 'finished'
  | 'removed';

/** One line of a worker's output. */
export interface LogLine {
  readonly slot: number;
  readonly pid: number;
  readonly at: number;
  readonly stream: 'out' | 'err';
  readonly text: string;
}

/** A past worker event, without the slot's whole state. */
export interface HistoryEntry {
  readonly seq: number;
  readonly at: number;
  readonly slot: number;
  readonly change: WorkerChange;
  readonly pid?: number;
  readonly exit?: ExitInfo;
}
