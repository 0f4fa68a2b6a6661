/** What the benchmark compares: ways to run an app on several workers, each started as its documentation says. */
import path from 'node:path';
import type { Cleanup } from '../cleanup';
import type { RunnerName } from '../rounds';

export const APPS = path.join(__dirname, '..', 'apps');

export interface StartOptions {
  /** A file of the folder `apps`. */
  readonly app: string;
  readonly workers: number;
  readonly port: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly node: string;
  readonly cleanup: Cleanup;
  /** What `warmUp` answered. */
  readonly home?: string;
}

export interface RunningApp {
  /** The process that the workers are children of. */
  readonly primary: number;
  /** The workers that live now; empty where the system does not tell. */
  workers(): number[];
  /** Everything that the app has printed so far. */
  output(): string;
  /** Replaces all workers as gently as the runner can; resolves when it is done. */
  readonly reload?: () => Promise<void>;
  /** The run directory of a run that can be watched. */
  readonly runDirectory?: string;
  /** Asks once from outside how the app is, as a program that watches it would do again and again. */
  readonly look?: () => Promise<void>;
  /** Ends all of it; resolves when it is gone. */
  stop(): Promise<void>;
}

export interface Runner {
  readonly name: RunnerName;
  readonly title: string;
  /** Whether it works on a Node of this version: major and minor; on every one where it does not say. */
  readonly worksOn?: (major: number, minor: number) => boolean;
  /** Resolves once the app was started, which is not yet that it answers. */
  start(options: StartOptions): Promise<RunningApp>;
  /** Starts what outlives a single app, before the clock of a launch; answers the `home` to start in. Only PM2 has such a part. */
  readonly warmUp?: (options: Pick<StartOptions, 'node' | 'cleanup'>) => Promise<string>;
}
