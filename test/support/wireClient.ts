/**
 * A client of a run's link as a test needs it: keeps every message, waits for the one that matters, and follows the
 * workers' state from the snapshot on, checking that no event is missed.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Answer, PrimaryMessage, RequestBody, RunEvent, Snapshot } from '../../src/shared/protocol';
import type { WorkerInfo } from '../../src/shared/runInfo';
import type { RunRecord } from '../../src/shared/runRecord';

type Waiter = {
  readonly fits: (message: PrimaryMessage) => boolean;
  readonly found: (message: PrimaryMessage) => void;
};

export class WireClient {
  readonly messages: PrimaryMessage[] = [];
  readonly workers = new Map<number, WorkerInfo>();
  readonly closed: Promise<void>;
  private seq = -1;
  private lastId = 0;
  private waiters: Waiter[] = [];
  private readonly listeners: ((message: PrimaryMessage) => void)[] = [];

  private constructor(readonly socket: Socket) {
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    const lines = createInterface({ input: socket }).on('line', (line) => this.hear(JSON.parse(line)));
    // A connection that the primary resets tells by its end; the reader passes the error of its input on.
    for (const source of [socket, lines]) source.on('error', () => {});
  }

  /** Connects without a word. */
  static async connect(endpoint: string): Promise<WireClient> {
    const client = new WireClient(connect(endpoint));
    await once(client.socket, 'connect');
    return client;
  }

  /** Connects and waits for the snapshot. */
  static async open({ endpoint, token, protocol }: RunRecord): Promise<WireClient> {
    const client = await WireClient.connect(endpoint);
    client.write({ type: 'hello', protocol, token });
    await client.until((message) => message.type === 'snapshot');
    return client;
  }

  get snapshot(): Snapshot {
    const snapshot = this.messages.find((message) => message.type === 'snapshot');
    if (!snapshot) throw new Error('no snapshot has come');
    return snapshot;
  }

  get events(): RunEvent[] {
    return this.messages.filter((message) => message.type === 'worker' || message.type === 'run');
  }

  /** Sends anything, also what no client should. */
  write(value: unknown): void {
    this.socket.write(typeof value === 'string' ? value : `${JSON.stringify(value)}\n`);
  }

  async request(body: RequestBody): Promise<Answer> {
    const id = ++this.lastId;
    this.write({ ...body, id });
    const isAnswer = (message: PrimaryMessage): message is Answer => 'id' in message && message.id === id;
    return (await this.until(isAnswer)) as Answer;
  }

  /** The first message that fits, past or future. */
  until(fits: (message: PrimaryMessage) => boolean): Promise<PrimaryMessage> {
    const past = this.messages.find(fits);
    if (past) return Promise.resolve(past);
    return new Promise((found) => this.waiters.push({ fits, found }));
  }

  /** Waits until the event of that number has come. */
  async untilSeq(seq: number): Promise<void> {
    while (this.seq < seq) await this.untilNext();
  }

  /** Waits until the workers, by slot, are as wanted, and answers them. */
  async untilWorkers(fits: (workers: readonly WorkerInfo[]) => boolean): Promise<WorkerInfo[]> {
    const sorted = (): WorkerInfo[] => [...this.workers.values()].sort((a, b) => a.slot - b.slot);
    while (!fits(sorted())) await this.untilNext();
    return sorted();
  }

  private untilNext(): Promise<PrimaryMessage> {
    return new Promise((found) => this.waiters.push({ fits: () => true, found }));
  }

  /** Calls a listener with every message from now on, after it was followed. */
  onMessage(listener: (message: PrimaryMessage) => void): void {
    this.listeners.push(listener);
  }

  close(): void {
    this.socket.destroy();
  }

  private hear(message: PrimaryMessage): void {
    this.follow(message);
    this.messages.push(message);
    for (const listener of this.listeners) listener(message);
    const fitting = this.waiters.filter(({ fits }) => fits(message));
    this.waiters = this.waiters.filter((waiter) => !fitting.includes(waiter));
    for (const { found } of fitting) found(message);
  }

  private follow(message: PrimaryMessage): void {
    if (message.type === 'snapshot') {
      this.seq = message.seq;
      for (const worker of message.workers) this.workers.set(worker.slot, worker);
    }
    if (message.type !== 'worker' && message.type !== 'run') return;
    if (message.seq !== this.seq + 1) throw new Error(`event ${message.seq} came after ${this.seq}`);
    this.seq = message.seq;
    if (message.type !== 'worker') return;
    if (message.change === 'removed') this.workers.delete(message.worker.slot);
    else this.workers.set(message.worker.slot, message.worker);
  }
}
