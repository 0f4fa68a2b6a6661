/**
 * A connection to a Node process's inspector, in the words of the DevTools protocol. It matches answers to commands and
 * hands on events; whoever opened it closes it. When it closes, a process that it had paused goes on.
 */
import type { WebSocket } from './webSocket';

const CONNECT_WITHIN_MS = 3000;

type Params = Readonly<Record<string, unknown>>;
type Listener = (params: never) => void;

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Params;
  readonly result?: Params;
  readonly error?: { readonly message: string };
}

export class DevTools {
  private readonly waiting = new Map<number, Waiting>();
  private readonly ended: Promise<never>;
  private readonly listeners = new Map<string, Listener>();
  private lastId = 0;

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data) => this.hear(JSON.parse(String(data)) as Message));
    socket.on('error', () => socket.terminate());
    this.ended = new Promise((_resolve, reject) => {
      socket.on('close', () => reject(new Error('The inspector was closed.')));
    });
    this.ended.catch((error: Error) => this.fail(error));
  }

  /** Connects to the inspector at an address; rejects when nothing answers there in time. */
  static async connect(url: string): Promise<DevTools> {
    const { WebSocket } = require('./webSocket.js') as typeof import('./webSocket');
    const socket = new WebSocket(url, { perMessageDeflate: false, handshakeTimeout: CONNECT_WITHIN_MS });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return new DevTools(socket);
  }

  /** Sends a command and answers its result; rejects when it fails or the connection ends first. */
  send<T extends object>(method: string, params: Params = {}): Promise<T> {
    this.lastId += 1;
    const id = this.lastId;
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.socket.send(JSON.stringify({ id, method, params }), (error) => error && reject(error));
    });
  }

  /** Calls a listener with each event of that name; the latest listener of a name is the one that is called. */
  on<T extends object>(event: string, listener: (params: T) => void): void {
    this.listeners.set(event, listener);
  }

  /** The next event of that name; rejects when the connection ends first. */
  next<T extends object>(event: string): Promise<T> {
    return this.whileOpen(new Promise<T>((resolve) => this.on<T>(event, resolve)));
  }

  /** What is awaited; rejects when the connection ends first. */
  whileOpen<T>(awaited: Promise<T>): Promise<T> {
    return Promise.race([awaited, this.ended]);
  }

  /** Takes no more events until `resume`, for who cannot keep up with them. */
  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  close(): void {
    this.socket.close();
  }

  private hear({ id, method, params = {}, result = {}, error }: Message): void {
    if (method !== undefined) return this.listeners.get(method)?.(params as never);
    const waiting = this.waiting.get(id ?? 0);
    this.waiting.delete(id ?? 0);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result as never);
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
