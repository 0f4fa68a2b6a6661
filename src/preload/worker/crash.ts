/**
 * The last words of a worker: the error that ends it and the code that it leaves with. `uncaughtExceptionMonitor` only
 * watches; the process dies (or the app's own handler runs) exactly as without us.
 */
import type { ErrorInfo } from '../../shared/runInfo';
import type { FromWorker } from '../channel';
import { harmless } from './harmless';

const LONGEST_STACK = 16 * 1024;

/** Reports uncaught errors, unhandled rejections and the orderly exit; `onExit` runs before the last message. */
export function reportErrors(tell: (message: FromWorker) => void, onExit: () => void): void {
  let isFatal = false;
  process.on('uncaughtExceptionMonitor', (error: unknown, origin) => {
    isFatal = !isHandledByApp();
    tell({ op: 'error', error: describeError(error), rejection: origin === 'unhandledRejection' });
  });
  process.on('exit', (code) => {
    onExit();
    tell({ op: 'exiting', code, natural: !isFatal && !wasCalledByExit() });
  });
}

/** Whether the app lives on after an uncaught error, if it likes. */
function isHandledByApp(): boolean {
  return process.listenerCount('uncaughtException') > 0 || process.hasUncaughtExceptionCaptureCallback();
}

/**
 * Whether `process.exit()` was called, rather than the script being done. A 'beforeExit' listener would tell too, but
 * the app can count listeners; it cannot see who looked at the stack.
 */
function wasCalledByExit(): boolean {
  const limit = Error.stackTraceLimit;
  limitStack(Number.POSITIVE_INFINITY);
  try {
    return /at process\.(exit|reallyExit) /.test(new Error().stack ?? '');
  } catch {
    // The app prepares stacks itself, by a function that fails here.
    return false;
  } finally {
    limitStack(limit);
  }
}

/** Under `--frozen-intrinsics` the limit stays what it is: ten frames, enough unless the app wraps a lot. */
const limitStack = harmless((limit: number) => {
  Error.stackTraceLimit = limit;
});

/** An error as plain data. Whatever is thrown is described, strings and `undefined` included. */
function describeError(error: unknown): ErrorInfo {
  try {
    if (isErrorLike(error)) return describeErrorLike(error);
  } catch {
    // To read one of its fields runs code of the app, which may fail.
  }
  const message = printable(error);
  return { name: 'Error', message, stack: message };
}

function describeErrorLike(error: Error & { code?: unknown }): ErrorInfo {
  const stack = String(error.stack ?? `${error.name}: ${error.message}`).slice(0, LONGEST_STACK);
  return {
    name: String(error.name ?? 'Error'),
    message: String(error.message ?? '').slice(0, 2000),
    stack,
    ...(typeof error.code === 'string' ? { code: error.code } : {}),
    ...placeOf(stack),
  };
}

function isErrorLike(error: unknown): error is Error & { code?: unknown } {
  return typeof error === 'object' && error !== null && 'stack' in error;
}

function printable(value: unknown): string {
  try {
    return (typeof value === 'object' ? (JSON.stringify(value) ?? String(value)) : String(value)).slice(0, 2000);
  } catch {
    return 'a value that cannot be printed';
  }
}

/** The first frame in a file of the user's: not Node's, not ours. A syntax error has no frame: its stack opens with `path:line`. */
function placeOf(stack: string): { file: string; line: number; column?: number } | undefined {
  const opening = /^(.+):(\d+)\r?\n/.exec(stack);
  if (opening?.[1] && !/^\s*at /.test(opening[1]) && /[\\/]/.test(opening[1])) {
    return { file: toPath(opening[1]), line: Number(opening[2]) };
  }
  const frames = stack.split('\n').map((line) => /^\s+at (?:.*\()?(.+?):(\d+):(\d+)\)?$/.exec(line));
  const users = frames.filter((frame) => frame?.[1] && !frame[1].startsWith('node:') && frame[1] !== __filename);
  const frame = users.find((candidate) => !/[\\/]node_modules[\\/]/.test(candidate?.[1] ?? '')) ?? users[0];
  if (!frame?.[1]) return undefined;
  return { file: toPath(frame[1]), line: Number(frame[2]), column: Number(frame[3]) };
}

function toPath(file: string): string {
  if (!file.startsWith('file:')) return file;
  try {
    return (require('node:url') as typeof import('node:url')).fileURLToPath(file);
  } catch {
    return file;
  }
}
