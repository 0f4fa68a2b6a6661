/**
 * Which processes a process has started, out of a list of all of them: what would be left behind if it were killed.
 * Pure; the primary and the reaper read the list, each in its room.
 */

export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** The session on Linux; the process group on macOS, whose `ps` tells no session. */
  readonly family: number;
  /** When it was started, as the system says it: with the pid it names one process for good. */
  readonly born: string;
}

export interface LinuxStat {
  readonly state: string;
  readonly parent: number;
  readonly session: number;
  /** Clock ticks since the system's start. */
  readonly startTicks: number;
}

/** Reads /proc/<pid>/stat. The command's name may hold spaces and parentheses; only the last one ends it. */
export function parseLinuxStat(text: string): LinuxStat | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state = '', parent, , session] = fields;
  const startTicks = Number(fields[19]);
  if (!/^[A-Za-z]$/.test(state) || !Number.isFinite(startTicks)) return undefined;
  return { state, parent: Number(parent), session: Number(session), startTicks };
}

/** A process of /proc; nothing for one that has ended and waits to be collected. */
export function linuxEntry(pid: number, stat: string): ProcessEntry | undefined {
  const { state, parent, session, startTicks } = parseLinuxStat(stat) ?? { state: 'X' };
  if (state === 'X' || state === 'Z' || parent === undefined || session === undefined) return undefined;
  return { pid, parent, family: session, born: String(startTicks) };
}

/** What `ps` is asked for where there is no /proc, with `LC_ALL=C`. */
export const PS_TREE = ['-A', '-o', 'pid=,ppid=,pgid=,stat=,lstart='];

/** Reads the answer: `  812     1   812 Ss   Sat Nov 22 16:19:03 2025`. */
export function psEntries(text: string): ProcessEntry[] {
  const lines = text.matchAll(/^ *(\d+) +(\d+) +(\d+) +([^\sZ]\S*) +(\S.*?) *$/gm);
  return [...lines].map(([, pid, parent, group, , born = '']) => ({
    pid: Number(pid),
    parent: Number(parent),
    family: Number(group),
    born,
  }));
}

/** The arguments of Windows' `taskkill`, which finds what a process has started by itself. */
export function taskkillTree(pid: number): string[] {
  return ['/PID', String(pid), '/T', '/F'];
}

/**
 * The processes that a process has started, and those that they have, down to the last. One that was detached is of a
 * family of its own: it was meant to outlive whoever started it, so it is left out, with all that it started.
 */
export function descendantsOf(pid: number, all: readonly ProcessEntry[]): ProcessEntry[] {
  const family = all.find((entry) => entry.pid === pid)?.family;
  const found: ProcessEntry[] = [];
  const parents = new Set([pid]);
  for (let before = -1; before !== found.length; ) {
    before = found.length;
    for (const entry of all) {
      if (entry.family !== family || !parents.has(entry.parent) || parents.has(entry.pid)) continue;
      parents.add(entry.pid);
      found.push(entry);
    }
  }
  return found;
}

/** Those of the processes that are still there, and not another one that was given the same pid. */
export function stillThere(entries: readonly ProcessEntry[], now: readonly ProcessEntry[]): ProcessEntry[] {
  const born = new Map(now.map((entry) => [entry.pid, entry.born]));
  return entries.filter((entry) => born.get(entry.pid) === entry.born);
}
