/**
 * No orphans: ends the workers that outlive their primary because they spin or drain. Node has told them already, by
 * closing their channel; who is still there after a grace gets SIGKILL. A pid alone proves nothing, since the system
 * gives it to the next process: the start time must fit, and the parent must be gone.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../core/ports';
import { isAlive, processFacts } from './processTable';

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

/** How far a start time may lie from when the worker was forked, in milliseconds: clocks of whole seconds are one. */
export const START_TOLERANCE = 2000;

/** Ends the workers of a dead primary that do not leave by themselves; resolves with the pids that it killed. */
export async function reap({ primary, workers, log, grace = GRACE }: Reaping): Promise<readonly number[]> {
  if (!workers.some(({ pid }) => isAlive(pid))) return [];
  await delay(grace);
  const orphans = await orphansAmong(primary, workers);
  const killed = orphans.filter(({ pid }) => kill(pid, log)).map(({ pid }) => pid);
  if (killed.length > 0)
    log.warn(`Ended ${killed.length} workers that outlived primary ${primary}: ${killed.join(', ')}`);
  return killed;
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

function kill(pid: number, log: Log): boolean {
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch (error) {
    log.debug(`Worker ${pid} was not killed: ${String(error)}`);
    return false;
  }
}
