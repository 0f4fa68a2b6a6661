/**
 * A load from a process of its own, as a load balancer would be: so many connections that are kept, one request after
 * the other on each, as fast as they are answered. Run as a program it is the client; imported it is who starts it.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { eventually } from './vscode/eventually';

export interface KeepAliveResult {
  readonly answered: number;
  /** What became of the requests that got no whole answer. */
  readonly failed: readonly string[];
}

/** How often the client tells how far it is, milliseconds. */
const TELL_EVERY_MS = 50;

export class KeepAliveLoad {
  /** How many requests were answered, as far as is known. */
  answered = 0;

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (message: Partial<KeepAliveResult>) => {
      this.answered = message.answered ?? this.answered;
    });
  }

  /** Starts the load and waits for the first answers. */
  static async start(port: number, connections: number): Promise<KeepAliveLoad> {
    const args = [String(port), String(connections)];
    const load = new KeepAliveLoad(fork(__filename, args, { execArgv: ['--import=tsx'] }));
    await load.untilAnswered(connections);
    return load;
  }

  async untilAnswered(count: number): Promise<void> {
    await eventually(`${count} answers`, () => this.answered >= count || undefined, { timeout: 60_000 });
  }

  /** Lets every request under way end, and answers the counts. */
  async stop(): Promise<KeepAliveResult> {
    const over = new Promise<KeepAliveResult>((resolve) => {
      this.child.on('message', (message: KeepAliveResult) => message.failed && resolve(message));
    });
    this.child.send('stop');
    const result = await over;
    const exited = once(this.child, 'exit');
    this.child.disconnect();
    await exited;
    return result;
  }
}

function main([port, connections]: readonly number[]): void {
  let answered = 0;
  let open = connections ?? 1;
  let isStopping = false;
  const failed: string[] = [];

  const ask = (): void => {
    const socket = connect(port ?? 0, '127.0.0.1').setNoDelay();
    let answer = '';
    let error = 'closed before its answer';
    let isOver = false;
    const send = (): void => {
      answer = '';
      socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    };
    socket.setEncoding('latin1').on('data', (text: string) => {
      answer += text;
      if (!isWhole(answer)) return;
      answered++;
      // Who is told that the connection closes sends nothing more on it.
      isOver = isStopping || /\r\nConnection: close\r\n/i.test(answer);
      if (isOver) socket.end();
      else send();
    });
    socket.once('connect', send);
    socket.once('error', ({ message }) => {
      error = message;
    });
    socket.once('close', () => {
      if (!isOver) failed.push(error);
      if (!isStopping) return ask();
      open--;
      if (open === 0) process.send?.({ answered, failed });
    });
  };
  for (let connection = 0; connection < open; connection++) ask();
  setInterval(() => process.send?.({ answered }), TELL_EVERY_MS).unref();
  process.once('message', () => {
    isStopping = true;
  });
}

function isWhole(answer: string): boolean {
  const end = answer.indexOf('\r\n\r\n');
  const length = /\r\nContent-Length: (\d+)\r\n/i.exec(answer)?.[1];
  return end >= 0 && length !== undefined && answer.length >= end + 4 + Number(length);
}

if (require.main === module) main(process.argv.slice(2).map(Number));
