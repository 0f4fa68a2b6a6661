/**
 * A client that says what no HTTP client would, or says it bit by bit, over one connection: all of it is heard by the
 * worker that the connection came to. Whoever makes one closes it.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly head: string;
  readonly body: string;
}

export class RawClient {
  private heard = '';
  private closed = false;
  private wake = (): void => {};

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('latin1').on('data', (text) => {
      this.heard += text;
      this.wake();
    });
    socket.on('close', () => {
      this.closed = true;
      this.wake();
    });
    socket.on('error', () => {});
  }

  static async connect(port: number): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  write(text: string): void {
    this.socket.write(text, 'latin1');
  }

  /** Sends the lines of a request's head and answers what comes back. */
  async ask(...lines: readonly string[]): Promise<RawAnswer> {
    this.write([...lines, 'Host: localhost', '', ''].join('\r\n'));
    return this.answer();
  }

  /** The next answer: as long as it says, or all that comes before the connection is closed. */
  async answer(): Promise<RawAnswer> {
    for (;;) {
      const [, head = '', rest = ''] = /^(.*?)\r\n\r\n(.*)$/s.exec(this.heard) ?? [];
      const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? Number.POSITIVE_INFINITY);
      if (rest.length >= length || this.closed) {
        this.heard = rest.slice(length);
        return { head, body: rest.slice(0, length) };
      }
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** Goes away as who loses the network does. */
  reset(): void {
    this.socket.resetAndDestroy();
  }

  close(): void {
    this.socket.destroy();
  }
}
