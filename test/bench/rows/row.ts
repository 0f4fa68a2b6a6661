/** What a row of the benchmark is: one question, asked of each runner in its turn. */
import type { Cleanup } from '../cleanup';
import type { Figures, RunnerName } from '../rounds';
import type { Runner, RunningApp, StartOptions } from '../runners/runner';

/** `smoke` only shows that the benchmark works; nothing should be read from its numbers. */
export const EFFORTS = ['smoke', 'quick', 'full'] as const;
export type Effort = (typeof EFFORTS)[number];
export type ByEffort<T> = Readonly<Record<Effort, T>>;

export type Unit = 'req/s' | 'ms' | 'µs' | 'MiB' | 'kB' | 'CPU s' | 'CPU s/min' | 'lines/s' | '%' | '';

export interface FigureInfo {
  readonly key: string;
  /** A noun phrase, for the first column. */
  readonly title: string;
  readonly unit: Unit;
  readonly better: 'less' | 'more';
}

export interface Row {
  /** As `--rows` takes it. */
  readonly name: string;
  readonly title: string;
  /** How it is measured, in a sentence or two. */
  readonly how: string;
  readonly figures: readonly FigureInfo[];
  readonly runners: readonly RunnerName[];
  /** What the row cannot do without: Linux's `/proc`, or a VS Code. */
  readonly needs: readonly ('proc' | 'vscode')[];
  readonly rounds: ByEffort<number>;
  /** One turn of one runner. */
  measure(turn: Turn): Promise<Figures>;
}

export interface Turn {
  readonly runner: Runner;
  /** The Node that the apps run on. */
  readonly node: string;
  readonly effort: Effort;
  readonly cleanup: Cleanup;
  /** Starts an app of the folder `apps` under this turn's runner. */
  start(options: Omit<StartOptions, 'node' | 'cleanup'>): Promise<RunningApp>;
}
