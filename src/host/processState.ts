/** What a process is doing, as the system sees it from outside. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { parseLinuxStat } from '../shared/processTree';

/** `waiting` is for anything: a file, a child process, a timer. */
export type ProcessState = 'running' | 'waiting' | 'stopped';

/** The state of a process; undefined where the system does not tell, as on Windows. */
export async function processState(pid: number): Promise<ProcessState | undefined> {
  try {
    return meaningOf(await readState(pid));
  } catch {
    return undefined;
  }
}

async function readState(pid: number): Promise<string | undefined> {
  if (process.platform === 'win32') return undefined;
  if (process.platform === 'linux') return parseLinuxStat(await readFile(`/proc/${pid}/stat`, 'utf8'))?.state;
  const { stdout } = await promisify(execFile)('ps', ['-o', 'stat=', '-p', String(pid)]);
  return stdout.trim()[0];
}

/** Linux and macOS use the same letters but for waiting, which has several. */
function meaningOf(letter: string | undefined): ProcessState | undefined {
  if (letter === undefined) return undefined;
  if (letter === 'R') return 'running';
  return letter === 'T' || letter === 't' ? 'stopped' : 'waiting';
}
