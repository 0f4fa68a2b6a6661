/**
 * A primary that says what a test tells it to: a real server at a real endpoint that greets each client with a snapshot
 * and then leaves the talking to the test. For what a healthy primary never does: gaps, garbage, endless lines.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Hello, PrimaryMessage, Request } from '../../src/shared/protocol';
import type { RunRecord } from '../../src/shared/runRecord';
import { snapshot } from './stateBuilders';
import { eventually } from './vscode/eventually';

export interface FakeClient {
  readonly socket: Socket;
  readonly hello: Hello;
  readonly requests: Request[];
  say(message: PrimaryMessage | object): void;
}

export interface FakePrimaryOptions {
  readonly dir: string;
  /** The process that the record names; this one unless told otherwise. */
  readonly pid?: number;
  readonly record?: Partial<RunRecord>;
  /** What a client gets for its hello; a snapshot unless told otherwise. */
  readonly greet?: (client: FakeClient) => void;
}

export class FakePrimary {
  readonly clients: FakeClient[] = [];
  readonly record: RunRecord;
  private server: Server | undefined;
  private readonly greet: (client: FakeClient) => void;

  constructor({ dir, pid = process.pid, record, greet }: FakePrimaryOptions) {
    const name = randomBytes(4).toString('hex');
    const endpoint = process.platform === 'win32' ? `\\\\.\\pipe\\nc-test-${name}` : path.join(dir, `${name}.sock`);
    const identity = { pid, endpoint, token: 'secret', entry: '/app/server.js', cwd: '/app' };
    this.record = { ...identity, startedAt: Date.now(), protocol: 1, workers: [], forkedAt: [], ...record };
    this.greet = greet ?? (({ say }) => say(snapshot()));
  }

  async listen(): Promise<this> {
    this.server = createServer((socket) => this.connected(socket));
    this.server.listen(this.record.endpoint);
    await once(this.server, 'listening');
    return this;
  }

  /** The client of this number, from 0, once it has said hello. */
  client(index: number): Promise<FakeClient> {
    return eventually(`client ${index}`, () => this.clients[index], { interval: 5 });
  }

  /** The request of this number that a client sends, once it is there. */
  async request(client: FakeClient, index: number): Promise<Request> {
    return eventually(`request ${index}`, () => client.requests[index], { interval: 5 });
  }

  async close(): Promise<void> {
    for (const { socket } of this.clients) socket.destroy();
    if (!this.server?.listening) return;
    this.server.close();
    await once(this.server, 'close');
  }

  private connected(socket: Socket): void {
    socket.on('error', () => {});
    let client: FakeClient | undefined;
    const lines = createInterface({ input: socket });
    // The interface hands the socket's errors on; a client that goes away is no news here either.
    lines.on('error', () => {});
    lines.on('line', (line) => {
      if (client) client.requests.push(JSON.parse(line));
      else client = this.greeted(socket, JSON.parse(line));
    });
  }

  private greeted(socket: Socket, hello: Hello): FakeClient {
    const say = (message: object): void => void socket.write(`${JSON.stringify(message)}\n`);
    const client = { socket, hello, requests: [], say };
    this.clients.push(client);
    this.greet(client);
    return client;
  }
}
