/** Names of captured files, so that one sorts after another by its time, and which of them are old enough to go. */
import { baseName } from './format';

/** As many of each kind are kept, the new one included: a snapshot may be as large as the memory of a worker. */
const KEPT = 5;

export interface CaptureName {
  /** The file that the run executes. */
  readonly entry: string;
  readonly slot: number;
  readonly extension: string;
}

/** `2026-11-22T20-11-00 server worker 2.cpuprofile` */
export function captureFileName({ entry, slot, extension }: CaptureName, now: number): string {
  const time = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  return `${time} ${baseName(entry).replace(/\.[^.]+$/, '')} worker ${slot}.${extension}`;
}

/** The files of a kind that make room for one more. */
export function staleCaptures(files: readonly string[], extension: string): readonly string[] {
  const same = files.filter((file) => file.endsWith(`.${extension}`)).sort();
  return same.slice(0, Math.max(0, same.length - (KEPT - 1)));
}
