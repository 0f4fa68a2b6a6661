/**
 * The place where a run can be found: a folder that only this user may enter, with a record per living primary and its
 * socket beside it. A folder that is somebody else's is not used; the app then runs on, unseen.
 */
import {
  chmodSync,
  closeSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { RunRecord } from '../../shared/runRecord';
import { peerFolderName, recordFileName, runDirectoryName } from '../../shared/runRecord';

/** The longest path of a UNIX socket that every system takes (macOS: 104 bytes with the end mark). */
const LONGEST_SOCKET_PATH = 103;
/** A slash and a tag. */
const LONGEST_PEER_NAME = 17;

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
  const name = `${process.pid}-${randomText(4, 'hex')}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\node-cluster-${name}`;
  const beside = join(directory, `${name}.sock`);
  if (Buffer.byteLength(beside) <= LONGEST_SOCKET_PATH) return beside;
  return join(mkdtempSync('/tmp/node-cluster-'), 'run.sock');
}

/** Where the workers' endpoints for each other are. */
export interface PeerFolder {
  /** What the endpoints begin with. */
  readonly prefix: string;
  /** Takes the folder away, which the end of this process by a signal would leave. */
  remove(): void;
}

/** Makes the folder for the endpoints that the workers have for each other; it goes with this process. */
export function openPeerFolder(directory: string): PeerFolder {
  if (process.platform === 'win32') {
    return { prefix: `\\\\.\\pipe\\node-cluster-${process.pid}-${randomText(4, 'hex')}-`, remove() {} };
  }
  const beside = join(directory, peerFolderName(process.pid));
  const isShort = Buffer.byteLength(beside) + LONGEST_PEER_NAME <= LONGEST_SOCKET_PATH;
  const folder = isShort ? beside : mkdtempSync('/tmp/node-cluster-');
  if (isShort) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  return { prefix: `${folder}/`, remove };
}

/** A secret that only readers of the record know. */
export function makeToken(): string {
  return randomText(24, 'base64url');
}

/** Keeps one record up to date; a reader never sees half a file. */
export class RecordFile {
  private readonly path: string;
  private written = '';
  private removed = false;

  constructor(directory: string) {
    this.path = join(directory, recordFileName(process.pid));
  }

  /**
   * Writes what is new. Synchronously: a few hundred bytes, when a worker comes or goes, in a process that serves nobody;
   * the promises of `fs` would cost it two megabytes.
   */
  write(record: RunRecord): void {
    const text = JSON.stringify(record);
    if (this.removed || text === this.written) return;
    this.written = text;
    try {
      writeFileSync(this.draft, text, { mode: 0o600 });
      renameSync(this.draft, this.path);
    } catch {
      // The folder is gone or full: the run goes on, it is only harder to find.
    }
  }

  /** Takes the record away. */
  remove(): void {
    this.removed = true;
    rmSync(this.path, { force: true });
    rmSync(this.draft, { force: true });
  }

  private get draft(): string {
    return `${this.path}.new`;
  }
}

/** Random bytes as text. From the system where that can be read: `node:crypto` would cost the primary two megabytes. */
function randomText(bytes: number, encoding: 'hex' | 'base64url'): string {
  if (process.platform === 'win32') return cryptoBytes(bytes).toString(encoding);
  const buffer = Buffer.alloc(bytes);
  const file = openSync('/dev/urandom', 'r');
  try {
    if (readSync(file, buffer, 0, bytes, null) < bytes) return cryptoBytes(bytes).toString(encoding);
  } finally {
    closeSync(file);
  }
  return buffer.toString(encoding);
}

function cryptoBytes(bytes: number): Buffer {
  return (require('node:crypto') as typeof import('node:crypto')).randomBytes(bytes);
}
