/**
 * Kills a process that does not go by itself, and what it would leave behind: the processes that it has started, which
 * are asked to end first and killed a moment later. Those of a process that ends by itself are its own affair and never
 * touched; nor is one that was detached.
 */
import { type ChildProcess, execFile, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import {
  descendantsOf,
  linuxEntry,
  type ProcessEntry,
  PS_TREE,
  psEntries,
  stillThere,
  taskkillTree,
} from '../../shared/processTree';

/** How long what is left behind may take to end after SIGTERM, milliseconds. */
const GRACE_MS = 1000;
const LOOK_EVERY_MS = 50;

const underWay = new Set<Promise<void>>();

/** Kills processes with SIGKILL, and then ends what they have started. */
export function killTrees(children: readonly ChildProcess[]): void {
  // The pid of one that has ended may be somebody else's by now; one that could not be started has none.
  const living = children.filter(({ pid, exitCode, signalCode }) => pid && exitCode === null && signalCode === null);
  if (process.platform === 'win32') return living.forEach(killOnWindows);
  if (living.length === 0) return;
  // Listed before the kill: who has lost its parent cannot be told from a stranger.
  const all = readProcesses();
  const left = living.flatMap(({ pid = 0 }) => descendantsOf(pid, all));
  for (const child of living) child.kill('SIGKILL');
  if (left.length > 0) remember(endAll(left));
}

/** Kills all that this process and its children have started, without a moment's grace. */
export function killOwnTree(): void {
  for (const { pid } of descendantsOf(process.pid, readProcesses())) send(pid, 'SIGKILL');
}

/** Resolves when nothing that had to be ended is left. */
export async function killsOver(): Promise<void> {
  await Promise.all(underWay);
}

async function endAll(left: readonly ProcessEntry[]): Promise<void> {
  for (const { pid } of left) send(pid, 'SIGTERM');
  for (let waited = 0; waited < GRACE_MS; waited += LOOK_EVERY_MS) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    if (stillThere(left, readProcesses(left)).length === 0) return;
  }
  for (const { pid } of stillThere(left, readProcesses(left))) send(pid, 'SIGKILL');
}

function remember(work: Promise<void>): void {
  underWay.add(work);
  void work.finally(() => underWay.delete(work));
}

/** Windows keeps no sessions apart: what was detached goes too, if its parents live. */
function killOnWindows({ pid = 0 }: { readonly pid?: number | undefined }): void {
  const done = (resolve: () => void) => (error: Error | null) => {
    if (error) send(pid, 'SIGKILL');
    resolve();
  };
  remember(new Promise((resolve) => execFile('taskkill', taskkillTree(pid), { windowsHide: true }, done(resolve))));
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile, or became another user's: then it is not ours to end.
  }
}

/** All processes, or those of a list that are still there; none where the system does not tell. */
function readProcesses(among?: readonly ProcessEntry[]): ProcessEntry[] {
  try {
    if (process.platform === 'linux') return readProc(among?.map(({ pid }) => pid));
    const env = { ...process.env, LC_ALL: 'C' };
    return psEntries(spawnSync('ps', PS_TREE, { env, encoding: 'utf8', timeout: GRACE_MS }).stdout ?? '');
  } catch {
    // Without /proc or ps nothing is known, and so nothing is killed but the process itself.
    return [];
  }
}

function readProc(pids = readdirSync('/proc').map(Number).filter(Number.isInteger)): ProcessEntry[] {
  return pids.flatMap((pid) => {
    try {
      return linuxEntry(pid, readFileSync(`/proc/${pid}/stat`, 'latin1')) ?? [];
    } catch {
      // It ended between the two looks.
      return [];
    }
  });
}
