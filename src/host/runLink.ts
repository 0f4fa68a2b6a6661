/**
 * The link to one run's primary for as long as that lives: connects, connects again when the connection breaks or an
 * event is missing, and tells when the primary is gone. The primary sends a whole snapshot to each new connection, so
 * nothing that was missed has to be asked for. The registry owns one link per run.
 */
import { linkBroken, runGone } from '../core/linkErrors';
import type { Log } from '../core/ports';
import type { Translate } from '../core/translate';
import {
  PROTOCOL_VERSION,
  type RequestBody,
  type RequestErrorCode,
  type RunEvent,
  type Snapshot,
  type StreamMessage,
} from '../shared/protocol';
import type { RunRecord } from '../shared/runRecord';
import { Connection, type Told } from './connection';
import { doesPrimaryLive } from './primaryLife';

/** What the primary streams to this client. */
export interface Watched {
  readonly metrics: boolean;
  readonly log: boolean;
}

export interface RunLinkOptions {
  readonly record: RunRecord;
  readonly t: Translate;
  readonly log: Log;
  readonly onSnapshot: (snapshot: Snapshot) => void;
  /** Events in their order, none missing since the snapshot. */
  readonly onEvent: (event: RunEvent) => void;
  readonly onStream: (message: StreamMessage) => void;
  /** The connection broke and the primary lives; a snapshot follows when it is mended. */
  readonly onBroken: () => void;
  /** The primary is gone. */
  readonly onEnd: () => void;
  /** The primary speaks another protocol version: there is no link. */
  readonly onOtherVersion: () => void;
}

const FIRST_RETRY = 100;
const LAST_RETRY = 2000;

export class RunLink {
  private readonly options: RunLinkOptions;
  private connection: Connection | undefined;
  private seq: number | undefined;
  private retry = FIRST_RETRY;
  private timer: NodeJS.Timeout | undefined;
  private watched: Watched = { metrics: false, log: false };
  private isStopped = false;

  constructor(options: RunLinkOptions) {
    this.options = options;
    if (options.record.protocol === PROTOCOL_VERSION) this.open();
    else this.refuse('badVersion');
  }

  /** Asks the primary; rejects with a `ClusterError`. */
  async request(body: RequestBody): Promise<unknown> {
    if (this.isStopped) throw runGone(this.options.t);
    if (!this.connection || this.seq === undefined) throw linkBroken(this.options.t);
    return this.connection.request(body);
  }

  /** Says what the primary shall stream, now and after each new connection. */
  watch(watched: Watched): void {
    const before = this.watched;
    this.watched = watched;
    if (before.metrics !== watched.metrics || before.log !== watched.log) this.sendWatched();
  }

  dispose(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
    this.connection?.close();
  }

  private open(): void {
    const { record, t, log } = this.options;
    this.connection = new Connection({
      record,
      t,
      log,
      onTold: (told) => this.take(told),
      onRefused: (code) => this.refuse(code),
      onClose: () => void this.closed(),
    });
  }

  private take(told: Told): void {
    if (this.isStopped) return;
    if (told.type === 'snapshot') this.takeSnapshot(told);
    else if (told.type === 'metrics' || told.type === 'log') this.options.onStream(told);
    else this.takeEvent(told);
  }

  private takeSnapshot(snapshot: Snapshot): void {
    const isFirst = this.seq === undefined;
    this.seq = snapshot.seq;
    this.retry = FIRST_RETRY;
    this.options.onSnapshot(snapshot);
    if (isFirst && (this.watched.metrics || this.watched.log)) this.sendWatched();
  }

  private takeEvent(event: RunEvent): void {
    if (this.seq === undefined || event.seq <= this.seq) return;
    if (event.seq === this.seq + 1) {
      this.seq = event.seq;
      this.options.onEvent(event);
      return;
    }
    this.options.log.warn(`Missed events ${this.seq + 1} to ${event.seq - 1} of ${this.options.record.pid}`);
    this.connection?.close();
  }

  private sendWatched(): void {
    this.request({ type: 'watch', ...this.watched }).catch(() => {
      // Not connected, or closed meanwhile: the next snapshot sends it again.
    });
  }

  /** Another connection would be refused alike. Who waits for the primary's end looks at the record. */
  private refuse(code: RequestErrorCode): void {
    if (code !== 'badVersion' && code !== 'badToken') return;
    if (code === 'badVersion') this.options.onOtherVersion();
    this.dispose();
  }

  private async closed(): Promise<void> {
    this.connection = undefined;
    const wasConnected = this.seq !== undefined;
    this.seq = undefined;
    if (this.isStopped) return;
    const lives = await doesPrimaryLive(this.options.record);
    if (this.isStopped) return;
    if (!lives) return this.end();
    if (wasConnected) this.options.onBroken();
    this.timer = setTimeout(() => this.open(), this.retry);
    this.timer.unref();
    this.retry = Math.min(this.retry * 2, LAST_RETRY);
  }

  private end(): void {
    this.dispose();
    this.options.onEnd();
  }
}
