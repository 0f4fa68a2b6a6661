/**
 * What processes cost, as Linux counts it: CPU to the nanosecond from the scheduler, memory from `smaps_rollup`. Rows
 * that use it name it as what they need; elsewhere they are left out and say so.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const NANOSECONDS = 1e9;
const MEBIBYTE_KB = 1024;
/** The unit of `/proc/PID/stat`, the same on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Whether this system tells. */
export const hasProc = existsSync('/proc/self/schedstat') && existsSync('/proc/self/smaps_rollup');

/** Seconds of CPU that a process's living threads have used; 0 where it is gone. */
export function cpuSeconds(pid: number): number {
  const folder = `/proc/${pid}/task`;
  return sum(listOf(folder).map((thread) => Number(read(`${folder}/${thread}/schedstat`).split(' ')[0]) / NANOSECONDS));
}

/** Seconds of CPU of several processes together. */
export function cpuSecondsOf(pids: readonly number[]): number {
  return sum(pids.map(cpuSeconds));
}

/** Seconds of CPU of a process and of all its children that have ended, in steps of a hundredth. */
export function cpuSecondsWithDead(pid: number | 'self'): number {
  const fields = statFields(pid);
  return sum(fields.slice(11, 15).map(Number)) / TICKS_PER_SECOND;
}

/** Seconds of CPU of our own children that have ended. */
export function cpuSecondsOfEndedChildren(): number {
  return sum(statFields('self').slice(13, 15).map(Number)) / TICKS_PER_SECOND;
}

/**
 * The anonymous memory that a process accounts for, in MiB. Mapped files are left out: what a process's share of Node's
 * binary is depends on how many others run it.
 */
export function ownMebibytes(pid: number): number {
  const line = /^Pss_Anon:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`));
  return Number(line?.[1] ?? Number.NaN) / MEBIBYTE_KB;
}

/** The living children of a process. */
export function childrenOf(pid: number): number[] {
  const children = listOf(`/proc/${pid}/task`).flatMap((thread) =>
    read(`/proc/${pid}/task/${thread}/children`).trim().split(/\s+/),
  );
  return children.filter((child) => child !== '').map(Number);
}

/** What follows the name, which may hold anything: the state is first, `utime` is the twelfth. */
function statFields(pid: number | 'self'): string[] {
  return read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
}

function listOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // The process is gone.
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The process or its thread is gone.
    return '';
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
