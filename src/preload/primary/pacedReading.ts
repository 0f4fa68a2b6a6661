/**
 * Reads a worker's output in fewer, larger pieces where much of it comes. Read at once, each line of a busy worker wakes
 * the primary, and the worker pays for waking it; that was a third of what a line costs. Lines that come now and then
 * are read when they come.
 */
import type { Readable } from 'node:stream';

const REST_MS = 1;
/** Reads that follow each other so closely, milliseconds, are worth a rest between them. */
const CLOSE_MS = 2;
/**
 * After a read of so many bytes the worker may be waiting: a socket on Linux holds 277 short lines, some 20 kB; under Node 24
 * it holds 171.
 */
const LARGE_READ = 8000;

/** What `net` has below a pipe; not documented, the same on Node 18 to 26. */
interface ReadHandle {
  readonly reading?: boolean;
  readStop?(): unknown;
  readStart?(): unknown;
}

/** Answers what to call after each read of the stream, with the bytes it brought. */
export function paceReading(from: Readable): (bytes: number) => void {
  let last = 0;
  return (bytes) => {
    const now = performance.now();
    if (now - last < CLOSE_MS && bytes < LARGE_READ) rest(from);
    last = now;
  };
}

/** Reads on a moment later. What is written meanwhile is in the system's hands, also if the worker dies. */
function rest(from: Readable): void {
  const handle = handleOf(from);
  if (!handle?.readStop || !handle.readStart || handle.reading !== true) return;
  handle.readStop();
  setTimeout(() => {
    // Gone with its worker, or stopped by Node meanwhile, which starts it again itself.
    const now = handleOf(from);
    if (now?.reading) now.readStart?.();
  }, REST_MS);
}

function handleOf(from: Readable): ReadHandle | null | undefined {
  return (from as Readable & { readonly _handle?: ReadHandle | null })._handle;
}
