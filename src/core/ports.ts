/**
 * What the views and commands need from the outside world. `host` implements these, `extension.ts` hands them over, so
 * that `ui` never imports an effect and `core` never has one.
 */
import type { LoadOrder, LoadOutcome } from '../shared/loadOrder';
import type { InspectorUse, RequestBody } from '../shared/protocol';
import type { LogLine } from '../shared/runInfo';
import type { Measurement } from './scaling/measurement';
import type { StackFrame } from './stackFrame';
import type { ClusterState } from './state';

/** Tells the time, in epoch milliseconds. */
export type Clock = () => number;

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
  /**
   * Opens a worker's inspector, also of one whose loop is blocked, for as long as it is held; rejects with a
   * `ClusterError`. The other workers serve on.
   */
  inspect(runId: string, slot: number, use?: InspectorUse): Promise<Inspection>;
  /** Takes an ended run out of the list. */
  dismiss(runId: string): void;
}

/** A worker's inspector, open. */
export interface Inspection {
  /** `ws://127.0.0.1:...`: any client of the DevTools protocol may connect. */
  readonly url: string;
  readonly pid: number;
  /** Closes it, unless somebody else holds it too or it was open before; a blocked worker does so when it is free. */
  close(): Promise<void>;
}

/** Names a worker. */
export interface WorkerName {
  readonly runId: string;
  readonly slot: number;
}

/** Looks into workers without ending or changing them. Everything rejects with a `ClusterError`. */
export interface Insight {
  /** Where the code of a worker stands, innermost frame first; also of one whose loop is blocked. */
  readStack(worker: WorkerName): Promise<readonly StackFrame[]>;
  /**
   * What the code of a worker did for so many seconds, as the text of a `.cpuprofile` whose places are those of the
   * sources; nothing when it was cancelled.
   */
  recordProfile(worker: WorkerName, options: ProfileOptions): Promise<string | undefined>;
  /** Writes all that is in a worker's memory to a file. The worker stands still meanwhile; false when it was cancelled. */
  writeHeapSnapshot(worker: WorkerName, options: HeapSnapshotOptions): Promise<boolean>;
}

export interface ProfileOptions {
  readonly seconds: number;
  readonly signal: AbortSignal;
}

export interface HeapSnapshotOptions {
  readonly file: string;
  /** Whether the worker leaves its connections to the others first: see `InspectorUse`. */
  readonly rest: boolean;
  readonly signal: AbortSignal;
  /** Told how much of the heap has been gone through, 0 to 1, and the bytes that were written after that. */
  readonly onProgress: (progress: { readonly walked: number; readonly written: number }) => void;
}

/** The live output of runs, as it is printed. */
export interface LogSource {
  /** Calls `listener` with each batch from now on; `dropped` counts lines that the primary could not send. */
  follow(runId: string, listener: (lines: readonly LogLine[], dropped: number) => void): Disposable;
}

/** Where the rooms without `vscode` write for the extension's own log; a `LogOutputChannel` is one. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** What is at a path: anything that is not a folder counts as a file. */
export type FileKind = 'file' | 'folder';

/** A Node.js that was found and asked. */
export interface NodeInfo {
  /** The binary itself, behind links and version managers' shims. */
  readonly path: string;
  /** As in `process.version`, without the `v`. */
  readonly version: string;
}

export interface NodeRequest {
  /** The setting's value; empty where it is not set. */
  readonly setting: string;
  /** The folder of the app: version managers choose by it. */
  readonly cwd: string;
  /** The `PATH` that the app's terminal will have. */
  readonly searchPath: string;
}

/** A process that listens on a port. */
export interface PortHolder {
  readonly pid: number;
  /** Its command line, or its program where the system tells no more. */
  readonly command: string;
}

export interface EcosystemRequest {
  readonly file: string;
  /** The Node.js that evaluates it. */
  readonly node: string;
  /** What a terminal has over the environment of VS Code. */
  readonly env: Readonly<Record<string, string | null | undefined>>;
  /** Milliseconds. */
  readonly patience?: number;
}

/** The machine that the workspace lives on, as far as a launch needs to know it. */
export interface Machine {
  readonly platform: string;
  /** System, release, architecture and cores, to be read by a person. */
  readonly system: string;
  readonly home: string;
  /** How many processes can compute at once, as `os.availableParallelism()` says. */
  readonly cores: number;
  /** The environment of the extension host. */
  readonly env: Readonly<Record<string, string | undefined>>;
  kindOf(path: string): Promise<FileKind | undefined>;
  /** The file's text; undefined where it cannot be read. */
  readText(path: string): Promise<string | undefined>;
  /** Rejects with a `ClusterError` that says what was tried. */
  findNode(request: NodeRequest): Promise<NodeInfo>;
  /** Where `npm`, `pnpm` or `yarn` is: beside `node`, else on the search path. */
  findProgram(
    name: string,
    places: { readonly node: string; readonly searchPath: string },
  ): Promise<string | undefined>;
  /** The URL of the `tsx` loader that the project of `entry` has installed. */
  findTypeScriptLoader(entry: string): Promise<string | undefined>;
  /** Evaluates a file for PM2 in a process of its own, for its apps; rejects with what is wrong with it. */
  readEcosystem(request: EcosystemRequest): Promise<readonly unknown[]>;
  /** Who listens on a TCP port, where the system tells. */
  findPortHolder(port: number): Promise<PortHolder | undefined>;
}

/** Puts load on an address of this machine, in a process of its own. */
export interface LoadGenerator {
  /** Rejects when it is cancelled, or cannot run at all. `node` is the absolute path of the Node.js that runs it. */
  run(order: LoadOrder, options: { readonly node: string; readonly signal: AbortSignal }): Promise<LoadOutcome>;
}

/** What to measure, and how. */
export interface ScalingOrder {
  readonly runId: string;
  /** What a person typed for the path. */
  readonly path: string;
  readonly connections: number;
  readonly maxWorkers: number;
  /** Seconds of load before the measured ones of each step. */
  readonly warmUp: number;
  readonly seconds: number;
  readonly cores: number;
  /** The Node.js that puts the load on. */
  readonly node: string;
  readonly signal: AbortSignal;
  /** Told after each step what there is so far. */
  readonly onStep: (measurement: Measurement) => void;
}

/** Measures how a live run scales, and leaves it with as many workers as it had. */
export interface ScalingMeter {
  /** Rejects with a `ClusterError`, or with the signal's reason when it is cancelled. */
  measure(order: ScalingOrder): Promise<Measurement>;
}
