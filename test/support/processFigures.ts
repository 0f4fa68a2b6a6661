/** Processes as the system sees them from outside: their memory, their children, the files that they hold open. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

/** The resident memory of a process in megabytes; 0 where it is gone or the system has no `ps`. */
export function residentMegabytes(pid: number): number {
  return Number(ask(['-o', 'rss=', '-p', String(pid)])) / 1024;
}

/** The pids of a process's children, those included that have ended and that it has not collected. */
export function childrenOf(pid: number): readonly number[] {
  const lines = ask(['-A', '-o', 'ppid=,pid=']).split('\n');
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.flatMap(([parent, child]) => (parent === pid && child !== undefined ? [child] : []));
}

/** The command line of a process; empty where there is none. */
export function commandOf(pid: number): string {
  return ask(['-o', 'args=', '-p', String(pid)]).trim();
}

/** How many files, sockets and pipes a process holds; nothing where the system does not tell. */
export function openFiles(pid: number): number | undefined {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    // Only Linux has this list.
    return undefined;
  }
}

function ask(args: readonly string[]): string {
  return spawnSync('ps', args, { encoding: 'utf8' }).stdout ?? '';
}
