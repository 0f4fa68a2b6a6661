/**
 * Asks the system about processes: does one live, when did it start, who is its parent. A zombie does not live. What
 * cannot be found out is absent, never guessed: the reaper kills by these answers.
 */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { linuxEntry, type ProcessEntry, PS_TREE, parseLinuxStat, psEntries } from '../shared/processTree';
import { type ProcessFacts, parseBootTime, parsePowerShell, parsePs } from './processFacts';

const run = promisify(execFile);

/** How long a system command may take, in milliseconds. */
const COMMAND_TIMEOUT = 5000;

/** Nearly every Linux counts 100 ticks a second; asked once, since a few do not. */
let ticksPerSecond: Promise<number> | undefined;

/** Whether a process lives. One that belongs to somebody else lives too; one that waits to be collected does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return process.platform !== 'linux' || !isZombie(pid);
}

function isZombie(pid: number): boolean {
  const state = readStat(pid)?.state;
  return state === 'Z' || state === 'X';
}

/** When each of these processes started and who its parent is; those that are gone are left out. One call for all. */
export async function processFacts(pids: readonly number[]): Promise<ReadonlyMap<number, ProcessFacts>> {
  if (pids.length === 0) return new Map();
  try {
    if (process.platform === 'linux') return await linuxFacts(pids);
    return process.platform === 'win32' ? await windowsFacts(pids) : await psFacts(pids);
  } catch {
    // A machine without ps or PowerShell: nothing is known, so nothing is killed.
    return new Map();
  }
}

/** When each of these processes started, in epoch milliseconds; those that are gone are left out. */
export async function startTimes(pids: readonly number[]): Promise<ReadonlyMap<number, number>> {
  return new Map([...(await processFacts(pids))].map(([pid, { startedAt }]) => [pid, startedAt]));
}

/** All processes and who started them; none on Windows, whose `taskkill` finds them itself, or where nobody tells. */
export async function allProcesses(): Promise<readonly ProcessEntry[]> {
  if (process.platform === 'win32') return [];
  if (process.platform === 'linux') return readProc();
  const options = { timeout: COMMAND_TIMEOUT, env: { ...process.env, LC_ALL: 'C' } };
  const answer = await run('ps', PS_TREE, options).catch(() => ({ stdout: '' }));
  return psEntries(answer.stdout);
}

function readProc(): ProcessEntry[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.flatMap((pid) => linuxEntry(pid, readStatText(pid)) ?? []);
}

async function linuxFacts(pids: readonly number[]): Promise<Map<number, ProcessFacts>> {
  ticksPerSecond ??= askTicksPerSecond();
  const perSecond = await ticksPerSecond;
  const bootedAt = parseBootTime(readFileSync('/proc/stat', 'utf8'));
  const facts = new Map<number, ProcessFacts>();
  if (bootedAt === undefined) return facts;
  for (const pid of pids) {
    const stat = readStat(pid);
    if (stat) facts.set(pid, { startedAt: bootedAt + (stat.startTicks * 1000) / perSecond, parent: stat.parent });
  }
  return facts;
}

function readStat(pid: number): ReturnType<typeof parseLinuxStat> {
  return parseLinuxStat(readStatText(pid));
}

/** Empty where the process is gone. */
function readStatText(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}

async function askTicksPerSecond(): Promise<number> {
  const answer = await run('getconf', ['CLK_TCK'], { timeout: COMMAND_TIMEOUT }).catch(() => ({ stdout: '' }));
  return Number(answer.stdout) || 100;
}

async function psFacts(pids: readonly number[]): Promise<Map<number, ProcessFacts>> {
  const args = ['-o', 'pid=,ppid=,lstart=', '-p', pids.join(',')];
  const options = { timeout: COMMAND_TIMEOUT, env: { ...process.env, LC_ALL: 'C' } };
  // ps fails when one of the pids is gone, and prints the others all the same.
  const answer = await run('ps', args, options).catch((error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }));
  return parsePs(answer.stdout);
}

async function windowsFacts(pids: readonly number[]): Promise<Map<number, ProcessFacts>> {
  const filter = pids.map((pid) => `ProcessId=${pid}`).join(' OR ');
  const print = '"$($_.ProcessId) $($_.ParentProcessId) $(([DateTimeOffset]$_.CreationDate).ToUnixTimeMilliseconds())"';
  const script = `Get-CimInstance Win32_Process -Filter '${filter}' | ForEach-Object { ${print} }`;
  const args = ['-NoProfile', '-NonInteractive', '-Command', script];
  const answer = await run('powershell.exe', args, { timeout: COMMAND_TIMEOUT, windowsHide: true });
  return parsePowerShell(answer.stdout);
}
