/**
 * Watches the run directory and tells which records lie in it. The file system's events are quick but not certain, so
 * a slow poll looks as well; every look gives the whole list, and the listener compares. A directory that is not safe
 * is not read at all. The registry owns the only instance.
 */
import { type FSWatcher, watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../core/ports';
import type { RunRecord } from '../shared/runRecord';
import { pidOfRecordFile, runDirectoryName } from '../shared/runRecord';
import { ensurePrivateDirectory } from './privateDirectory';
import { readRecord } from './recordFile';

export interface RunDirectoryOptions {
  readonly path: string;
  readonly log: Log;
  /** Called after each look with all valid records. */
  readonly onRecords: (records: readonly RunRecord[]) => void;
  /** Called once when the directory is not safe to use, with the reason. */
  readonly onRefused: (problem: string) => void;
  /** Milliseconds between looks that no event asked for. */
  readonly pollInterval?: number;
}

/** Events come in bursts: a record is written, renamed and written again. */
const SETTLE = 20;
const POLL_INTERVAL = 3000;

/** Where runs leave their records unless told otherwise. */
export function usualRunDirectory(): string {
  return join(tmpdir(), runDirectoryName(process.getuid?.() ?? userInfo().username));
}

export class RunDirectory {
  private readonly options: RunDirectoryOptions;
  private readonly reported = new Map<string, string>();
  private watcher: FSWatcher | undefined;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private isAgainWanted = false;
  private isDisposed = false;
  private problem: string | undefined;

  constructor(options: RunDirectoryOptions) {
    this.options = options;
  }

  /** Looks now; the poll and the events go on from here. A look that runs already is followed by another one. */
  look(): Promise<void> {
    if (this.looking) {
      this.isAgainWanted = true;
      return this.looking;
    }
    this.looking = this.lookUntilSettled().finally(() => {
      this.looking = undefined;
      this.lookIn(this.options.pollInterval ?? POLL_INTERVAL);
    });
    return this.looking;
  }

  dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.timer);
    this.watcher?.close();
  }

  private async lookUntilSettled(): Promise<void> {
    do {
      this.isAgainWanted = false;
      await this.lookOnce().catch((error: unknown) => this.options.log.warn(`Run directory: ${String(error)}`));
    } while (this.isAgainWanted && !this.isDisposed);
  }

  private async lookOnce(): Promise<void> {
    const problem = await ensurePrivateDirectory(this.options.path);
    this.tellProblem(problem);
    if (problem !== undefined || this.isDisposed) return;
    this.startWatching();
    const records = await this.readAll();
    if (!this.isDisposed) this.options.onRecords(records);
  }

  private tellProblem(problem: string | undefined): void {
    if (problem !== undefined && problem !== this.problem) this.options.onRefused(problem);
    this.problem = problem;
  }

  private async readAll(): Promise<readonly RunRecord[]> {
    const names = (await readdir(this.options.path)).filter((name) => pidOfRecordFile(name) !== undefined);
    const records: RunRecord[] = [];
    for (const name of names) {
      const read = await readRecord(this.options.path, name);
      if (read && 'record' in read) records.push(read.record);
      this.report(name, read && 'problem' in read ? read.problem : undefined);
    }
    return records;
  }

  private report(name: string, problem: string | undefined): void {
    if (problem === undefined) this.reported.delete(name);
    else if (this.reported.get(name) !== problem) {
      this.reported.set(name, problem);
      this.options.log.warn(`Ignored the record ${name}: ${problem}`);
    }
  }

  private startWatching(): void {
    if (this.watcher) return;
    try {
      this.watcher = watch(this.options.path, { persistent: false }, () => this.lookIn(SETTLE));
      this.watcher.on('error', () => this.stopWatching());
    } catch (error) {
      // Out of watches: the poll finds everything, only later.
      this.options.log.debug(`The run directory is polled only: ${String(error)}`);
    }
  }

  private stopWatching(): void {
    this.watcher?.close();
    this.watcher = undefined;
  }

  private lookIn(delay: number): void {
    if (this.isDisposed) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), delay);
    this.timer.unref();
  }
}
