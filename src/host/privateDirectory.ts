/**
 * Makes sure that a directory is a person's own before anything in it is believed: tokens lie there, and on a shared
 * machine the folder for temporary files is everybody's.
 */
import { chmod, lstat, mkdir } from 'node:fs/promises';

/**
 * Creates the directory where it is missing and closes it to others. Resolves with what is wrong with it, or nothing when
 * it is safe.
 */
export async function ensurePrivateDirectory(path: string): Promise<string | undefined> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    return await directoryProblem(path);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function directoryProblem(path: string): Promise<string | undefined> {
  const found = await lstat(path);
  if (found.isSymbolicLink()) return 'it is a symbolic link';
  if (!found.isDirectory()) return 'it is not a folder';
  // Windows keeps each user's temporary files to that user and has neither owner ids nor modes.
  if (process.getuid === undefined) return undefined;
  if (found.uid !== process.getuid()) return 'it belongs to somebody else';
  if ((found.mode & 0o077) !== 0) await chmod(path, 0o700);
  return undefined;
}
