/**
 * One connection to a run's primary, from the hello to its close: lines in, checked messages out, requests matched to
 * their answers. It tries nothing twice; runLink.ts decides what follows a close. Nothing here throws out.
 */
import { connect, type Socket } from 'node:net';
import type { ClusterError } from '../core/clusterError';
import { linkBroken, noAnswer, refused } from '../core/linkErrors';
import type { Log } from '../core/ports';
import type { Translate } from '../core/translate';
import { parsePrimaryMessage } from '../shared/parsePrimaryMessage';
import {
  type Answer,
  MAX_MESSAGE_BYTES,
  PROTOCOL_VERSION,
  type RequestBody,
  type RequestErrorCode,
  type RunEvent,
  type Snapshot,
  type StreamMessage,
} from '../shared/protocol';
import type { RunRecord } from '../shared/runRecord';
import { LineReader } from './lineReader';

/** What a primary says by itself. */
export type Told = Snapshot | RunEvent | StreamMessage;

export interface ConnectionOptions {
  readonly record: RunRecord;
  readonly t: Translate;
  readonly log: Log;
  readonly onTold: (told: Told) => void;
  /** The primary refused the connection itself, not one request. */
  readonly onRefused: (code: RequestErrorCode) => void;
  /** Called once, whoever closed. */
  readonly onClose: () => void;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: ClusterError) => void;
  readonly timer: NodeJS.Timeout;
}

const ANSWER_SECONDS = 30;

export class Connection {
  private readonly options: ConnectionOptions;
  private readonly socket: Socket;
  private readonly reader: LineReader;
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;

  constructor(options: ConnectionOptions) {
    this.options = options;
    this.reader = new LineReader({
      limit: MAX_MESSAGE_BYTES,
      onLine: (line) => this.takeLine(line),
      onTooLong: () => this.breakOff('a line that is too long'),
    });
    const { endpoint, token } = options.record;
    this.socket = connect(endpoint);
    this.socket.on('data', (chunk) => this.reader.push(chunk));
    this.socket.on('error', (error) => options.log.debug(`Link to ${options.record.pid}: ${error.message}`));
    this.socket.on('close', () => this.finish());
    this.send({ type: 'hello', protocol: PROTOCOL_VERSION, token });
  }

  /** Asks the primary; rejects with a `ClusterError` when it refuses, stays silent, or goes away. */
  request(body: RequestBody): Promise<unknown> {
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.giveUp(id), ANSWER_SECONDS * 1000);
      timer.unref();
      this.pending.set(id, { resolve, reject, timer });
      this.send({ ...body, id });
    });
  }

  close(): void {
    this.reader.close();
    this.socket.destroy();
  }

  private send(message: object): void {
    if (!this.socket.destroyed) this.socket.write(`${JSON.stringify(message)}\n`);
  }

  private takeLine(line: string): void {
    const parsed = parsePrimaryMessage(line);
    if ('problem' in parsed) {
      // A lost event shows as a gap, so a bad line needs no more than a word in the log.
      this.options.log.warn(`Primary ${this.options.record.pid} sent ${parsed.problem}`);
      return;
    }
    const { message } = parsed;
    if (message.type === 'result' || message.type === 'error') this.takeAnswer(message);
    else this.options.onTold(message);
  }

  private takeAnswer(answer: Answer): void {
    if (answer.type === 'error' && answer.id === undefined) {
      this.options.log.warn(`Primary ${this.options.record.pid} refused the link: ${answer.message} (${answer.code})`);
      this.options.onRefused(answer.code);
      return;
    }
    const pending = answer.id === undefined ? undefined : this.takePending(answer.id);
    if (answer.type === 'result') pending?.resolve(answer.value);
    else pending?.reject(refused(this.options.t, answer.code, answer.message));
  }

  private giveUp(id: number): void {
    this.takePending(id)?.reject(noAnswer(this.options.t, ANSWER_SECONDS));
  }

  private takePending(id: number): Pending | undefined {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    clearTimeout(pending?.timer);
    return pending;
  }

  private breakOff(problem: string): void {
    this.options.log.warn(`Primary ${this.options.record.pid} sent ${problem}`);
    this.close();
  }

  private finish(): void {
    for (const id of [...this.pending.keys()]) this.takePending(id)?.reject(linkBroken(this.options.t));
    this.options.onClose();
  }
}
