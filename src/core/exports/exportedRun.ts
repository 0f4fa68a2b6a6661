/**
 * What a file for another supervisor is made from: a run as it was started, in plain data. Values of variables are in it
 * only where a person has said so, since what is written will be committed sooner or later.
 */
import type { RunMode } from '../../shared/runInfo';

export interface ExportedVariable {
  readonly name: string;
  /** Absent where the file only says that there is such a variable. */
  readonly value?: string;
}

export interface ExportedRun {
  readonly name: string;
  /** Absolute path of the file that is run. */
  readonly entry: string;
  readonly cwd: string;
  readonly args: readonly string[];
  /** Options for Node.js, a TypeScript loader among them. */
  readonly runtimeArgs: readonly string[];
  readonly workers: number;
  readonly mode: RunMode;
  /** Megabytes; 0 is no limit. */
  readonly memoryLimit: number;
  /** How long a worker that leaves has for its requests, milliseconds. */
  readonly drainTimeout: number;
  /** From the signal to the end by force, milliseconds. */
  readonly stopTimeout: number;
  /** The first pause before a restart, milliseconds. */
  readonly baseDelay: number;
  /** The app says by itself when it is ready: `process.send('ready')`. */
  readonly saysReady: boolean;
  readonly variables: readonly ExportedVariable[];
}

/** A path as a file in `folder` names it: `./server.js` inside of it, the whole path outside. */
export function pathFrom(folder: string, path: string): string {
  const [from, to] = [folder, path].map((one) => one.replaceAll('\\', '/').replace(/\/$/, ''));
  return to?.startsWith(`${from}/`) ? `./${to.slice((from?.length ?? 0) + 1)}` : path;
}

/** Whether a source tells its supervisor that it is ready, as PM2's `wait_ready` wants it. */
export function saysReady(source: string): boolean {
  return /\bprocess\.send\s*\??\.?\s*(?:\(\s*|&&\s*process\.send\(\s*)['"`]ready['"`]/.test(source);
}
