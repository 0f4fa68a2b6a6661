/**
 * Reads what the three systems print about processes: when one started and who its parent is. Pure parsers; running
 * the commands and reading the files is processTable.ts's work.
 */

export interface ProcessFacts {
  /** Epoch milliseconds; whole seconds on macOS. */
  readonly startedAt: number;
  readonly parent: number;
}

/** Reads the system's start from /proc/stat, in epoch milliseconds. */
export function parseBootTime(text: string): number | undefined {
  const seconds = /^btime (\d+)$/m.exec(text)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

/** Reads `LC_ALL=C ps -o pid=,ppid=,lstart=`: `  812  1 Sat Nov 22 16:19:03 2025`, local time. */
export function parsePs(text: string): Map<number, ProcessFacts> {
  return factsOf(text, /^\s*(\d+)\s+(\d+)\s+(\w{3}\s+\w{3}\s+\d+\s+[\d:]{8}\s+\d{4})\s*$/, (time) => Date.parse(time));
}

/** Reads our PowerShell query: `812 1 1763828343000`. */
export function parsePowerShell(text: string): Map<number, ProcessFacts> {
  return factsOf(text, /^\s*(\d+)\s+(\d+)\s+(\d+)\s*$/, Number);
}

function factsOf(text: string, pattern: RegExp, timeOf: (time: string) => number): Map<number, ProcessFacts> {
  const facts = new Map<number, ProcessFacts>();
  for (const line of text.split('\n')) {
    const [, pid, parent, time = ''] = pattern.exec(line) ?? [];
    const startedAt = timeOf(time);
    if (pid !== undefined && Number.isFinite(startedAt)) facts.set(Number(pid), { startedAt, parent: Number(parent) });
  }
  return facts;
}
