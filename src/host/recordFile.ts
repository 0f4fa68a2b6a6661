/**
 * Reads and removes the files that runs leave in the run directory. The directory is private, its files are read with
 * care all the same: no link is followed, nothing large is read, and only a socket is removed as a socket.
 */
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_RECORD_BYTES, type ParsedRecord, parseRunRecord } from '../shared/parseRunRecord';
import type { RunRecord } from '../shared/runRecord';
import { peerFolderName, pidOfRecordFile, recordFileName } from '../shared/runRecord';

// Windows has no such flag, and no such links in a folder that is the user's own.
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;

/** Reads one record; nothing when it is gone by now. */
export async function readRecord(directory: string, name: string): Promise<ParsedRecord | undefined> {
  let file: FileHandle | undefined;
  try {
    file = await open(join(directory, name), constants.O_RDONLY | NO_FOLLOW);
    return await parseFile(file, name);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : { problem: String(error) };
  } finally {
    await file?.close().catch(() => undefined);
  }
}

async function parseFile(file: FileHandle, name: string): Promise<ParsedRecord> {
  const facts = await file.stat();
  if (!facts.isFile()) return { problem: 'it is not a file' };
  if (process.getuid && facts.uid !== process.getuid()) return { problem: 'it belongs to somebody else' };
  if (facts.size > MAX_RECORD_BYTES) return { problem: `it is larger than ${MAX_RECORD_BYTES} bytes` };
  const parsed = parseRunRecord(await file.readFile('utf8'));
  if ('record' in parsed && parsed.record.pid !== pidOfRecordFile(name)) return { problem: 'its pid is not its name' };
  return parsed;
}

/** Removes a dead run's record, socket and its workers' endpoints, unless another run has taken the name. */
export async function removeRecord(directory: string, record: RunRecord): Promise<void> {
  const name = recordFileName(record.pid);
  const current = await readRecord(directory, name);
  if (current === undefined || !('record' in current) || current.record.startedAt !== record.startedAt) return;
  await removeSocket(record.endpoint);
  await rm(join(directory, peerFolderName(record.pid)), { recursive: true, force: true }).catch(() => undefined);
  await unlink(join(directory, name)).catch(() => undefined);
}

async function removeSocket(endpoint: string): Promise<void> {
  const isSocket = await lstat(endpoint).then(
    (found) => found.isSocket(),
    () => false,
  );
  if (isSocket) await unlink(endpoint).catch(() => undefined);
}
