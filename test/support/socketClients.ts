/** Clients of socket.io that count what goes wrong. Whoever makes them closes them. */
import type http from 'node:http';
import { io, type Socket } from 'socket.io-client';
import { eventually } from './vscode/eventually';

/** What the server of `test/fixtures/apps/socketio.js` answers. */
export interface Said {
  readonly text: string;
  /** How many words this client has said to it. */
  readonly heard: number;
  readonly pid: number;
  readonly remoteAddress?: string;
  readonly encrypted?: boolean;
}

export interface ClientOptions {
  readonly port: number;
  readonly clients: number;
  readonly transports?: readonly ('polling' | 'websocket')[];
  readonly secure?: boolean;
  readonly agent?: http.Agent;
}

/** Longer than a busy machine needs for an answer, milliseconds. */
const ANSWERS_WITHIN_MS = 10_000;

export class SocketClients {
  /** The messages of failed connections and the reasons of lost ones. */
  readonly errors: string[] = [];
  readonly losses: string[] = [];
  readonly sockets: readonly Socket[];

  constructor({ port, clients, transports = ['polling'], secure = false, agent }: ClientOptions) {
    const url = `${secure ? 'https' : 'http'}://127.0.0.1:${port}`;
    const options = {
      transports: [...transports],
      forceNew: true,
      autoConnect: false,
      reconnectionDelay: 100,
      rejectUnauthorized: false,
      ...(agent && { agent: agent as never }),
    };
    this.sockets = Array.from({ length: clients }, () => io(url, options));
    for (const socket of this.sockets) {
      socket.on('connect_error', ({ message }) => this.errors.push(message));
      socket.on('disconnect', (reason) => this.losses.push(reason));
    }
  }

  /** Connects them all at once. */
  async connect(): Promise<void> {
    for (const socket of this.sockets) socket.connect();
    await this.untilConnected();
  }

  /** Waits until all are connected. */
  async untilConnected(): Promise<void> {
    const isConnected = (): true | undefined => this.sockets.every(({ connected }) => connected) || undefined;
    await eventually('all clients to be connected', isConnected, { interval: 20, timeout: 30_000 });
  }

  /** Has every client say so many words, one after the other, and answers what each heard at last. */
  async talk(words: number): Promise<Said[]> {
    return Promise.all(this.sockets.map((socket) => talk(socket, words)));
  }

  close(): void {
    for (const socket of this.sockets) socket.disconnect();
  }
}

async function talk(socket: Socket, words: number): Promise<Said> {
  for (let word = 1; word < words; word++) await say(socket, `word ${word}`);
  return say(socket, `word ${words}`);
}

function say(socket: Socket, text: string): Promise<Said> {
  return socket.timeout(ANSWERS_WITHIN_MS).emitWithAck('say', text);
}
