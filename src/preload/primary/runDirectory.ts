/**
 * The place where a run can be found: a folder that only this user may enter, with a record per living primary and its
 * socket beside it. A folder that is somebody else's is not used; the app then runs on, unseen.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { RunRecord } from '../../shared/protocol';
import { recordFileName, runDirectoryName } from '../../shared/runRecord';

/** The longest path of a UNIX socket that every system takes (macOS: 104 bytes with the end mark). */
const LONGEST_SOCKET_PATH = 103;

/** Opens the run directory, made where it is missing. Throws when it cannot be trusted. */
export function openRunDirectory(given: string | undefined): string {
  const directory = given ?? join(tmpdir(), runDirectoryName(process.getuid?.() ?? userInfo().username));
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (process.getuid === undefined) return directory;
  const stats = lstatSync(directory);
  if (!stats.isDirectory() || stats.uid !== process.getuid()) throw new Error(`${directory} belongs to somebody else`);
  if ((stats.mode & 0o077) !== 0) chmodSync(directory, 0o700);
  return directory;
}

/** Where this primary listens: a socket beside its record, elsewhere if that path is too long, a pipe on Windows. */
export function chooseEndpoint(directory: string): string {
  const name = `${process.pid}-${randomBytes(4).toString('hex')}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\node-cluster-${name}`;
  const beside = join(directory, `${name}.sock`);
  if (Buffer.byteLength(beside) <= LONGEST_SOCKET_PATH) return beside;
  return join(mkdtempSync('/tmp/node-cluster-'), 'run.sock');
}

/** A secret that only readers of the record know. */
export function makeToken(): string {
  return randomBytes(24).toString('base64url');
}

/** Keeps one record up to date; the latest state wins, a reader never sees half a file. */
export class RecordFile {
  private readonly path: string;
  private wanted: RunRecord | undefined;
  private writing = false;
  private removed = false;

  constructor(directory: string) {
    this.path = join(directory, recordFileName(process.pid));
  }

  write(record: RunRecord): void {
    if (this.removed) return;
    this.wanted = record;
    if (!this.writing) void this.flush();
  }

  /** Takes the record away, at once: this also runs while the process exits. */
  remove(): void {
    this.removed = true;
    this.wanted = undefined;
    rmSync(this.path, { force: true });
    rmSync(this.draft, { force: true });
  }

  /** Writes the first record before anything else happens, so that a run is never without one. */
  writeNow(record: RunRecord): void {
    writeFileSync(this.path, JSON.stringify(record), { mode: 0o600 });
  }

  private get draft(): string {
    return `${this.path}.new`;
  }

  private async flush(): Promise<void> {
    this.writing = true;
    try {
      while (this.wanted) {
        const text = JSON.stringify(this.wanted);
        this.wanted = undefined;
        await writeFile(this.draft, text, { mode: 0o600 });
        await rename(this.draft, this.path);
        if (this.removed) this.remove();
      }
    } catch {
      // The folder is gone or full: the run goes on, it is only harder to find.
    }
    this.writing = false;
  }
}
