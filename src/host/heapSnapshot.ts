/**
 * Writes a snapshot of a process's heap to a file. V8 goes through the whole heap first, while the process stands still,
 * and then the text comes in pieces; none of them stays in memory here. A snapshot that is not whole leaves no file.
 */
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import type { HeapSnapshotOptions } from '../core/ports';
import type { DevTools } from './devTools';

/** Takes the snapshot; false when the signal came first. The process finishes what it has begun even then. */
export async function writeHeapSnapshot(
  devTools: DevTools,
  { file, signal, onProgress }: HeapSnapshotOptions,
): Promise<boolean> {
  if (signal.aborted) return false;
  const stream = createWriteStream(file);
  const closed = finished(stream);
  let written = 0;
  let walked = 0;
  devTools.on<{ readonly done: number; readonly total: number }>(
    'HeapProfiler.reportHeapSnapshotProgress',
    ({ done, total }) => {
      walked = total > 0 ? done / total : 0;
      onProgress({ walked, written });
    },
  );
  devTools.on<{ readonly chunk: string }>('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => {
    written += chunk.length;
    onProgress({ walked: 1, written });
    if (stream.write(chunk)) return;
    devTools.pause();
    stream.once('drain', () => devTools.resume());
  });
  const taken = devTools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: true });
  // Whichever fails second is not news.
  for (const part of [taken, closed]) part.catch(() => {});
  try {
    await Promise.race([taken, closed, aborted(signal)]);
    if (!signal.aborted) stream.end();
    else stream.destroy();
    await closed;
    return true;
  } catch (error) {
    stream.destroy();
    await rm(file, { force: true });
    if (signal.aborted) return false;
    throw error;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
