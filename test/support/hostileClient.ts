/**
 * A client of a run's link that does what it should not: sends any bytes, reads nothing until it is told to, stays
 * silent. It knows the token where its test says so.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { RunRecord } from '../../src/shared/runRecord';

export class HostileClient {
  /** Resolves when the primary has hung up; one that does not read never hears of it. */
  readonly letGo: Promise<void>;
  isLetGo = false;
  private heard = '';

  private constructor(private readonly socket: Socket) {
    this.letGo = new Promise((resolve) => {
      for (const event of ['end', 'error', 'close']) socket.on(event, resolve);
    });
    void this.letGo.then(() => {
      this.isLetGo = true;
    });
  }

  /** Connects and says nothing. It never closes by itself, even when the other end does. */
  static async connect({ endpoint }: RunRecord): Promise<HostileClient> {
    const socket = connect({ path: endpoint, allowHalfOpen: true });
    await once(socket, 'connect');
    return new HostileClient(socket);
  }

  /** Connects and shows the token, and from then on reads nothing. */
  static async enter(record: RunRecord): Promise<HostileClient> {
    const client = await HostileClient.connect(record);
    client.write(helloOf(record));
    await once(client.socket, 'readable');
    return client;
  }

  write(bytes: string | Uint8Array): void {
    this.socket.write(bytes);
  }

  /** Sends all of it as fast as the other end takes it; resolves when it is out or the connection is over. */
  async flood(bytes: string): Promise<void> {
    await new Promise<void>((resolve) => {
      this.socket.write(bytes, () => resolve());
      this.socket.once('close', resolve);
    });
  }

  /** Reads from now on and answers with the first code of an error that comes. */
  async errorCode(): Promise<string> {
    this.socket.setEncoding('utf8');
    for (;;) {
      const code = /"type":"error".*"code":"(\w+)"/.exec(this.heard)?.[1];
      if (code) return code;
      const chunk: string | null = this.socket.read();
      if (chunk === null) await once(this.socket, 'readable');
      else this.heard += chunk;
    }
  }

  /** Reads everything that comes from now on and forgets it, as a client does whose end is only looked for. */
  drain(): void {
    this.socket.resume();
  }

  destroy(): void {
    this.socket.destroy();
  }
}

/** The first line of a client that may come in. */
export function helloOf({ token, protocol }: RunRecord): string {
  return `${JSON.stringify({ type: 'hello', protocol, token })}\n`;
}
