/**
 * A supervised worker writes into a pipe that the primary reads. Two things would differ from a plain run, and are put
 * right here when the app first touches a stream: what is printed right before `process.exit()` would be lost (a pipe
 * is written asynchronously once its buffer is full), and a program in a terminal would believe it is in none.
 */
import type { WorkerParameters } from '../channel';

type StreamName = 'stdout' | 'stderr';

/** Cursor and colour methods that a program may call on any stream that says it is a terminal. */
const TERMINAL_METHODS = [
  'getColorDepth',
  'hasColors',
  'getWindowSize',
  'clearLine',
  'clearScreenDown',
  'cursorTo',
  'moveCursor',
] as const;

/** Arranges both streams lazily: a worker that never prints pays nothing. */
export function prepareOutput(tty: WorkerParameters['tty']): void {
  onFirstUse('stdout', (stream) => prepareStream(stream, tty.out ? tty : undefined));
  onFirstUse('stderr', (stream) => prepareStream(stream, tty.err ? tty : undefined));
  if (tty.out || tty.err) answerAsTerminal(tty);
}

function onFirstUse(name: StreamName, prepare: (stream: NodeJS.WriteStream) => void): void {
  const original = Object.getOwnPropertyDescriptor(process, name);
  const get = original?.get;
  if (!original?.configurable || !get) return;
  Object.defineProperty(process, name, {
    ...original,
    get() {
      Object.defineProperty(process, name, original);
      const stream = get.call(process) as NodeJS.WriteStream;
      try {
        prepare(stream);
      } catch {
        // A stream of another kind (a file, a replaced stdout) works as it is.
      }
      return stream;
    },
  });
}

function prepareStream(stream: NodeJS.WriteStream, tty: WorkerParameters['tty'] | undefined): void {
  const { _handle: handle } = stream as unknown as { _handle?: { setBlocking?: (on: boolean) => void } };
  handle?.setBlocking?.(true);
  if (!tty || stream.isTTY) return;
  const { WriteStream } = require('node:tty') as typeof import('node:tty');
  stream.isTTY = true;
  stream.columns = tty.columns ?? 80;
  stream.rows = 24;
  for (const method of TERMINAL_METHODS) {
    Object.defineProperty(stream, method, { value: WriteStream.prototype[method], configurable: true, writable: true });
  }
}

/** `tty.isatty(1)` is what most colour libraries ask. */
function answerAsTerminal(terminal: WorkerParameters['tty']): void {
  const tty = require('node:tty') as { isatty: (fd: number) => boolean };
  const isatty = tty.isatty;
  tty.isatty = (fd) => (fd === 1 && terminal.out) || (fd === 2 && terminal.err) || isatty(fd);
}
