/**
 * The primary's private endpoint. Whoever shows the token of the run's record gets a snapshot and then every event; the
 * rest is told why not and shown the door. Sockets never keep the app alive, a client that does not read is dropped,
 * and nothing that a client sends can throw here.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { parseHello, parseRequest } from '../../shared/parseRequest';
import {
  type Answer,
  MAX_REQUEST_BYTES,
  PROTOCOL_VERSION,
  type PrimaryMessage,
  type Request,
  type RequestErrorCode,
} from '../../shared/protocol';
import type { Sample } from '../../shared/runInfo';
import { type LogBatch, toLogLines } from './logBatch';
import { readLines } from './requestLines';
import type { Roster } from './roster';
import { Refusal } from './runControl';

const GATHER_SAMPLES_MS = 200;
const MOST_CLIENTS = 32;
const HELLO_WITHIN_MS = 5000;
/** How long a client that was refused may take to hang up. */
const GOODBYE_WITHIN_MS = 1000;
/** A client that has not read so many bytes is stuck; it may connect anew and get a fresh snapshot. */
const LARGEST_BACKLOG = 24 * 1024 * 1024;
/** Samples and log lines are left out for a client that is this far behind: events matter more. */
const STREAM_BACKLOG = 1024 * 1024;

/** Stands for one client: the same object for all that it asks. */
export type Asker = object;

export interface LinkOptions {
  readonly roster: Roster;
  readonly token: string;
  /** Does what a request asks for and answers its result, or a promise of it; throws a `Refusal`. */
  readonly perform: (request: Request, client: Asker) => unknown;
  /** Called when a client is gone. */
  readonly onGone: (client: Asker) => void;
  /** Called when the first client begins or the last one ceases to watch the metrics. */
  readonly onWatch: (on: boolean) => void;
}

interface Client {
  readonly socket: Socket;
  readonly send: (message: PrimaryMessage) => void;
  accepted: boolean;
  refused: boolean;
  metrics: boolean;
  log: boolean;
  dropped: number;
}

export class Link {
  private readonly server: Server;
  private readonly clients = new Set<Client>();
  private readonly samples: Sample[] = [];
  private watched = false;
  private seen = false;
  private onSeen = (): void => {};

  constructor(private readonly options: LinkOptions) {
    this.server = createServer((socket) => this.connected(socket));
    this.server.on('error', () => {});
    options.roster.onEvent((event) => this.sendAll(event));
  }

  /** Listens at the endpoint; `ready` is called once when it does. */
  listen(endpoint: string, ready: () => void): void {
    this.server.listen(endpoint, ready);
    this.server.unref();
  }

  /** Samples that come close together travel together: those of 64 workers would wake every reader 64 times a second. */
  sample(sample: Sample): void {
    if (!this.watched || this.samples.push(sample) > 1) return;
    setTimeout(() => {
      const message = { type: 'metrics', samples: this.samples.splice(0) } as const;
      for (const client of this.accepted()) if (client.metrics && !isBehind(client)) client.send(message);
    }, GATHER_SAMPLES_MS).unref();
  }

  log(batch: LogBatch): void {
    for (const client of this.accepted()) {
      if (!client.log) continue;
      if (isBehind(client)) {
        client.dropped += batch.count;
        continue;
      }
      const { dropped } = client;
      client.dropped = 0;
      client.send({ type: 'log', lines: toLogLines(batch), ...(dropped > 0 ? { dropped } : {}) });
    }
  }

  /** Resolves when a client has been served, at once if one was already, and at the latest after `timeout` ms. */
  async untilSeen(timeout: number): Promise<void> {
    if (this.seen || timeout === 0) return;
    await new Promise<void>((resolve) => {
      this.onSeen = resolve;
      setTimeout(resolve, timeout);
    });
  }

  /** Ends every connection after what was sent has been read, and takes no new ones. */
  close(): void {
    this.server.close();
    for (const { socket } of this.clients) socket.end();
  }

  private *accepted(): Iterable<Client> {
    for (const client of this.clients) if (client.accepted) yield client;
  }

  private sendAll(message: PrimaryMessage): void {
    for (const client of this.accepted()) client.send(message);
  }

  private connected(socket: Socket): void {
    socket.unref();
    socket.on('error', () => socket.destroy());
    if (this.clients.size >= MOST_CLIENTS) return void socket.destroy();
    const send = (message: PrimaryMessage): void => {
      if (!socket.writable) return;
      socket.write(`${JSON.stringify(message)}\n`);
      if (socket.writableLength > LARGEST_BACKLOG) socket.destroy();
    };
    const client: Client = { socket, send, accepted: false, refused: false, metrics: false, log: false, dropped: 0 };
    this.clients.add(client);
    const impatience = setTimeout(() => !client.accepted && socket.destroy(), HELLO_WITHIN_MS).unref();
    socket.on('close', () => {
      clearTimeout(impatience);
      this.clients.delete(client);
      this.options.onGone(client);
      this.updateWatch();
    });
    readLines(socket, {
      onLine: (line) => this.heard(client, line),
      onTooLong: () => refuse(client, 'lineTooLong', `A line may have ${MAX_REQUEST_BYTES} bytes.`),
    });
  }

  private heard(client: Client, line: string): void {
    if (client.refused) return;
    if (!client.accepted) return this.greet(client, line);
    const parsed = parseRequest(line);
    if (!('value' in parsed)) return refuse(client, parsed.code, parsed.message, parsed.id);
    this.answer(client, parsed.value);
  }

  private greet(client: Client, line: string): void {
    const hello = parseHello(line);
    if (!('value' in hello)) return refuse(client, hello.code, hello.message);
    if (hello.value.protocol !== PROTOCOL_VERSION) {
      return refuse(client, 'badVersion', `This run speaks version ${PROTOCOL_VERSION} of the protocol.`);
    }
    if (!isSameSecret(hello.value.token, this.options.token)) return refuse(client, 'badToken', 'The token is wrong.');
    client.accepted = true;
    client.send(this.options.roster.snapshot());
    this.seen = true;
    this.onSeen();
  }

  private answer(client: Client, request: Request): void {
    const { id } = request;
    const done = (value: unknown): void => client.send({ type: 'result', id, value });
    const failed = (error: unknown): void => client.send(failure(id, error));
    try {
      const value = request.type === 'watch' ? this.watch(client, request) : this.options.perform(request, client);
      // At once where it can be: a client that floods is held up by what it has not read.
      if (value instanceof Promise) value.then(done, failed);
      else done(value);
    } catch (error) {
      failed(error);
    }
  }

  private watch(client: Client, { metrics, log }: Extract<Request, { type: 'watch' }>): void {
    client.metrics = metrics;
    client.log = log;
    this.updateWatch();
  }

  private updateWatch(): void {
    const watched = [...this.clients].some(({ metrics }) => metrics);
    if (watched === this.watched) return;
    this.watched = watched;
    this.options.onWatch(watched);
  }
}

function failure(id: number, error: unknown): Answer {
  const code = error instanceof Refusal ? error.code : 'notSupported';
  return { type: 'error', id, code, message: error instanceof Error ? error.message : String(error) };
}

/** Says what is wrong. A client that sends what it should not is not listened to any more; a wrong argument is forgiven. */
function refuse(client: Client, code: RequestErrorCode, message: string, id?: number): void {
  client.send({ type: 'error', code, message, ...(id === undefined ? {} : { id }) });
  if (code === 'badArgument' || code === 'unknownRequest') return;
  const { socket } = client;
  client.accepted = false;
  client.refused = true;
  socket.end();
  socket.removeAllListeners('data');
  socket.resume();
  setTimeout(() => socket.destroy(), GOODBYE_WITHIN_MS).unref();
}

function isBehind({ socket }: Client): boolean {
  return socket.writableLength > STREAM_BACKLOG;
}

/** Compares in the same time wherever the first difference is, so that nobody learns the token letter by letter. */
function isSameSecret(given: string, wanted: string): boolean {
  let difference = given.length ^ wanted.length;
  for (let index = 0; index < wanted.length; index++) difference |= given.charCodeAt(index) ^ wanted.charCodeAt(index);
  return difference === 0;
}
