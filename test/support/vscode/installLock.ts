/**
 * One installation at a time: several suites, or several people in one checkout, may want the same tools at once. The
 * lock is a folder (made atomically on every file system) with the owner's pid in it; a dead owner's lock is taken over.
 */
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { eventually } from './eventually';

const PATIENCE = 5 * 60_000;
/** Between making the folder and writing the pid into it a lock has no owner yet. */
const OWNERLESS_GRACE = 5_000;

/** Runs `work` while holding the lock at `folder`. */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  await mkdir(path.dirname(folder), { recursive: true });
  await eventually(`the lock ${folder}`, () => takeLock(folder), { timeout: PATIENCE, interval: 500 });
  try {
    return await work();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function takeLock(folder: string): Promise<true | undefined> {
  try {
    await mkdir(folder);
    await writeFile(ownerFile(folder), String(process.pid));
    return true;
  } catch {
    if (await isAbandoned(folder)) await rm(folder, { recursive: true, force: true });
    return undefined;
  }
}

async function isAbandoned(folder: string): Promise<boolean> {
  const owner = await readFile(ownerFile(folder), 'utf8').catch(() => '');
  if (owner !== '') return !isAlive(Number(owner));
  const made = await stat(folder).catch(() => undefined);
  return made !== undefined && Date.now() - made.mtimeMs > OWNERLESS_GRACE;
}

function ownerFile(folder: string): string {
  return path.join(folder, 'pid');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
