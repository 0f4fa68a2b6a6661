/**
 * One run that left a record: links to it while this window shows it, hands what the link hears to the store, and buries
 * it when its primary is dead. The registry owns one for each record.
 */
import type { ClusterError } from '../core/clusterError';
import { baseName } from '../core/format';
import { otherVersion, runGone } from '../core/linkErrors';
import type { Clock, Disposable, Log } from '../core/ports';
import { findRun } from '../core/row';
import type { Store } from '../core/store';
import type { Translate } from '../core/translate';
import type { RequestBody, RunEvent, Snapshot, StreamMessage } from '../shared/protocol';
import type { LogLine } from '../shared/runInfo';
import type { RunRecord } from '../shared/runRecord';
import { KnownWorkers } from './knownWorkers';
import { placed, placedEvent } from './placedErrors';
import { reap } from './reaper';
import { removeRecord } from './recordFile';
import { RunLink } from './runLink';

/** What all runs share. */
export interface RunServices {
  /** The run directory. */
  readonly directory: string;
  readonly store: Store;
  readonly t: Translate;
  readonly log: Log;
  readonly now: Clock;
  /** Told once per trouble. */
  readonly onProblem: (error: ClusterError) => void;
}

export interface TrackedRunOptions {
  readonly record: RunRecord;
  readonly services: RunServices;
  /** Whether the workers' samples are wanted from the start. */
  readonly metrics: boolean;
  /** The run is dead, its workers are gone and so is its record. */
  readonly onBuried: () => void;
}

export type LogListener = (lines: readonly LogLine[], dropped: number) => void;

export class TrackedRun implements Disposable {
  /** The latest record that was read. */
  record: RunRecord;
  private readonly services: RunServices;
  private readonly onBuried: () => void;
  private readonly workers = new KnownWorkers();
  private readonly logListeners = new Set<LogListener>();
  private metrics: boolean;
  private link: RunLink | undefined;
  private id: string | undefined;
  private isBuried = false;

  constructor({ record, services, metrics, onBuried }: TrackedRunOptions) {
    this.record = record;
    this.services = services;
    this.metrics = metrics;
    this.onBuried = onBuried;
  }

  /** Known once the primary has told it. */
  get runId(): string | undefined {
    return this.id;
  }

  get isShown(): boolean {
    return this.link !== undefined;
  }

  /** Links to the run, so that it shows. */
  show(): void {
    this.link ??= this.createLink();
  }

  /** Takes the run out of this window; it lives on. */
  hide(): void {
    if (!this.link) return;
    this.dispose();
    this.link = undefined;
    if (this.id !== undefined) this.services.store.dispatch({ type: 'dismiss', runId: this.id });
  }

  async request(body: RequestBody): Promise<unknown> {
    if (!this.link || this.hasEnded()) throw runGone(this.services.t);
    return this.link.request(body);
  }

  setMetrics(metrics: boolean): void {
    this.metrics = metrics;
    this.watch();
  }

  follow(listener: LogListener): Disposable {
    const own: LogListener = (lines, dropped) => listener(lines, dropped);
    this.logListeners.add(own);
    this.watch();
    return {
      dispose: () => {
        this.logListeners.delete(own);
        this.watch();
      },
    };
  }

  /** The primary is dead: tells so, ends the workers that did not follow it, and takes its record away. */
  async bury(): Promise<void> {
    if (this.isBuried) return;
    this.isBuried = true;
    this.dispose();
    const { store, log, now, directory } = this.services;
    if (this.id !== undefined) store.dispatch({ type: 'ended', runId: this.id, at: now() });
    await reap({ primary: this.record.pid, workers: this.workers.list(this.record), log });
    await removeRecord(directory, this.record);
    this.onBuried();
  }

  dispose(): void {
    this.link?.dispose();
  }

  private createLink(): RunLink {
    const { record } = this;
    const { t, log, onProblem } = this.services;
    log.info(`Linking to the run of ${record.entry} (pid ${record.pid})`);
    const link = new RunLink({
      record,
      t,
      log,
      onSnapshot: (snapshot) => this.takeSnapshot(snapshot),
      onEvent: (event) => this.takeEvent(event),
      onStream: (message) => this.takeStream(message),
      onBroken: () => this.tellBroken(),
      onEnd: () => void this.bury(),
      onOtherVersion: () => onProblem(otherVersion(t, baseName(record.entry))),
    });
    link.watch(this.watched());
    return link;
  }

  private takeSnapshot(snapshot: Snapshot): void {
    this.id = snapshot.run.id;
    for (const worker of snapshot.workers) this.workers.note(worker);
    this.services.store.dispatch({ type: 'snapshot', snapshot: placed(snapshot), at: this.services.now() });
  }

  private takeEvent(event: RunEvent): void {
    if (event.type === 'worker') this.workers.note(event.worker);
    if (this.id !== undefined)
      this.services.store.dispatch({ type: 'event', runId: this.id, event: placedEvent(event) });
  }

  private takeStream(message: StreamMessage): void {
    if (message.type === 'log') {
      for (const listener of this.logListeners) listener(message.lines, message.dropped ?? 0);
    } else if (this.metrics && this.id !== undefined) {
      this.services.store.dispatch({ type: 'metrics', runId: this.id, samples: message.samples });
    }
  }

  private tellBroken(): void {
    if (this.id !== undefined) this.services.store.dispatch({ type: 'link', runId: this.id, link: 'reconnecting' });
  }

  private watched(): { metrics: boolean; log: boolean } {
    return { metrics: this.metrics, log: this.logListeners.size > 0 };
  }

  private watch(): void {
    this.link?.watch(this.watched());
  }

  /** Ended by its own word; its process may take another moment. */
  private hasEnded(): boolean {
    return this.id !== undefined && findRun(this.services.store.state, this.id)?.link === 'ended';
  }
}
