/**
 * No orphans: ends the workers that outlive their primary because they spin or drain. Node has told them already, by
 * closing their channel; who is still there after a grace gets SIGKILL, and what it has started is asked to end and then
 * killed too. A pid alone proves nothing, since the system gives it to the next process: the start time must fit, and
 * the parent must be gone.
 */
import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Log } from '../core/ports';
import { descendantsOf, type ProcessEntry, stillThere, taskkillTree } from '../shared/processTree';
import { allProcesses, isAlive, processFacts } from './processTable';

const run = promisify(execFile);

/** A worker that was seen alive. */
export interface KnownProcess {
  readonly pid: number;
  /** Epoch milliseconds. */
  readonly forkedAt: number;
}

export interface Reaping {
  readonly primary: number;
  readonly workers: readonly KnownProcess[];
  readonly log: Log;
  /** How long the workers may take to leave by themselves, in milliseconds. */
  readonly grace?: number;
}

const GRACE = 2000;

/** How long processes that a killed worker had started may take to end, in milliseconds. */
const LEFT_BEHIND_GRACE = 1000;

/** How far a start time may lie from when the worker was forked, in milliseconds: clocks of whole seconds are one. */
export const START_TOLERANCE = 2000;

/** Ends the workers of a dead primary that do not leave by themselves; resolves with the pids that it killed. */
export async function reap({ primary, workers, log, grace = GRACE }: Reaping): Promise<readonly number[]> {
  if (!workers.some(({ pid }) => isAlive(pid))) return [];
  await delay(grace);
  const orphans = await orphansAmong(primary, workers);
  if (orphans.length === 0) return [];
  const all = await allProcesses();
  const left = orphans.flatMap(({ pid }) => descendantsOf(pid, all));
  const killed: number[] = [];
  for (const { pid } of orphans) if (await kill(pid, log)) killed.push(pid);
  if (killed.length > 0)
    log.warn(`Ended ${killed.length} workers that outlived primary ${primary}: ${killed.join(', ')}`);
  await endAll(left, log);
  return killed;
}

/** Ends what the workers have started: it hears SIGTERM, and SIGKILL if that does not help. */
async function endAll(left: readonly ProcessEntry[], log: Log): Promise<void> {
  if (left.length === 0) return;
  const pids = left.map(({ pid }) => pid);
  log.warn(`Ending ${left.length} processes that these workers had started: ${pids.join(', ')}`);
  for (const pid of pids) signal(pid, 'SIGTERM', log);
  await delay(LEFT_BEHIND_GRACE);
  for (const { pid } of stillThere(left, await allProcesses())) signal(pid, 'SIGKILL', log);
}

async function orphansAmong(primary: number, workers: readonly KnownProcess[]): Promise<readonly KnownProcess[]> {
  const alive = workers.filter(({ pid }) => isAlive(pid));
  const facts = await processFacts(alive.map(({ pid }) => pid));
  return alive.filter(({ pid, forkedAt }) => {
    const fact = facts.get(pid);
    if (!fact || Math.abs(fact.startedAt - forkedAt) > START_TOLERANCE) return false;
    // Windows leaves the dead parent's number in place, so there the parent has to be looked at.
    return fact.parent !== primary || !isAlive(primary);
  });
}

/** Kills a worker; on Windows with all that it has started, which cannot be found there once it is gone. */
async function kill(pid: number, log: Log): Promise<boolean> {
  if (process.platform !== 'win32') return signal(pid, 'SIGKILL', log);
  const killed = run('taskkill', taskkillTree(pid), { windowsHide: true });
  return killed.then(
    () => true,
    () => signal(pid, 'SIGKILL', log),
  );
}

function signal(pid: number, name: NodeJS.Signals, log: Log): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch (error) {
    log.debug(`Process ${pid} did not get ${name}: ${String(error)}`);
    return false;
  }
}
