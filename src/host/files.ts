/** Looking at files without exceptions: what is not there, or may not be read, is undefined. */
import { constants } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import type { FileKind } from '../core/ports';

/** What is at a path. */
export async function kindOf(path: string): Promise<FileKind | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  return found.isDirectory() ? 'folder' : 'file';
}

/** A file's text. */
export async function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}

/** Whether a path is a file that may be started. */
export async function isExecutable(path: string): Promise<boolean> {
  if ((await kindOf(path)) !== 'file') return false;
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
