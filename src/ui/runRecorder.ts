/**
 * Keeps the history of every run: a row a second while somebody looks, and what happens to runs at any time. The
 * dashboards and the line above an app's code read it. `extension.ts` makes the only one.
 */
import * as vscode from 'vscode';
import type { Disposable, StateSource } from '../core/ports';
import { Histories, type RunHistory } from '../core/runHistory';
import type { Tick } from '../core/series';

const INTERVAL = 1000;

export class RunRecorder implements Disposable {
  private readonly source: StateSource;
  private readonly histories = new Histories();
  private readonly recorded = new vscode.EventEmitter<ReadonlyMap<string, Tick>>();
  private readonly subscription: Disposable;
  private timer: ReturnType<typeof setInterval> | undefined;

  /** The new row of each live run, by the run's id. */
  readonly onDidRecord = this.recorded.event;

  constructor(source: StateSource) {
    this.source = source;
    this.subscription = source.onDidChange((now, before) => this.histories.follow(now, before, Date.now()));
  }

  /** What is known of a run's past. */
  of(runId: string): RunHistory {
    return this.histories.of(runId);
  }

  /** Starts or stops the rows. */
  setActive(isActive: boolean): void {
    clearInterval(this.timer);
    if (isActive) this.timer = setInterval(() => this.record(), INTERVAL);
  }

  dispose(): void {
    clearInterval(this.timer);
    this.subscription.dispose();
    this.recorded.dispose();
  }

  private record(): void {
    const { state } = this.source;
    if (state.runs.length > 0) this.recorded.fire(this.histories.record(state, Date.now()));
  }
}
