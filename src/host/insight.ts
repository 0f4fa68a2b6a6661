/**
 * Looks into workers over their inspectors: opens one, does one thing with it, and closes it again whatever happens. The
 * other workers serve on meanwhile, and the worker itself carries no code for any of it.
 */
import { ClusterError } from '../core/clusterError';
import { lookFailed, notInterruptible } from '../core/insightErrors';
import { RefusedError } from '../core/linkErrors';
import type { Insight, RunGateway, WorkerName } from '../core/ports';
import type { Translate } from '../core/translate';
import type { InspectorUse } from '../shared/protocol';
import { recordProfile } from './cpuProfile';
import { DevTools } from './devTools';
import { writeHeapSnapshot } from './heapSnapshot';
import { processState } from './processState';
import { readStack } from './stackReader';

/** A worker that runs JavaScript answers within a fraction of this, on a busy machine too. */
const STACK_WITHIN_MS = 4000;
/** A profile is put together when its time is over; a worker that is blocked in native code by then is waited for. */
const PROFILE_LATER_BY_MS = 20_000;
/** Even a heap of many gigabytes is written in less. */
const SNAPSHOT_WITHIN_MS = 15 * 60_000;

export interface InsightOptions {
  readonly gateway: Pick<RunGateway, 'inspect'>;
  readonly t: Translate;
  /** The process id of the worker, for what the system says about it. */
  readonly pidOf: (worker: WorkerName) => number | undefined;
}

type Work<T> = (devTools: DevTools) => Promise<T>;

interface Look {
  /** Milliseconds at the most. */
  readonly limit: number;
  readonly use?: InspectorUse;
}

/** Makes the insight into the workers that the gateway reaches. */
export function createInsight(options: InsightOptions): Insight {
  /** One look at a worker. */
  const look = async <T>(worker: WorkerName, { limit, use = {} }: Look, work: Work<T>): Promise<T> => {
    try {
      return await inspecting(options.gateway, { ...worker, use }, (devTools) => within(limit, work(devTools)));
    } catch (error) {
      throw await explained(error, worker, options);
    }
  };
  return {
    readStack: (worker) => look(worker, { limit: STACK_WITHIN_MS }, readStack),
    recordProfile: (worker, asked) =>
      look(worker, { limit: asked.seconds * 1000 + PROFILE_LATER_BY_MS }, (devTools) => recordProfile(devTools, asked)),
    writeHeapSnapshot: (worker, asked) => {
      const use = asked.rest ? { rest: true } : {};
      return look(worker, { limit: SNAPSHOT_WITHIN_MS, use }, (devTools) => writeHeapSnapshot(devTools, asked));
    },
  };
}

async function explained(error: unknown, worker: WorkerName, { t, pidOf }: InsightOptions): Promise<ClusterError> {
  const isRefused = error instanceof RefusedError && error.refusal === 'notInterruptible';
  if (error instanceof ClusterError && !isRefused) return error;
  if (!isRefused && !(error instanceof TooLate)) return lookFailed(t, worker, error);
  const pid = pidOf(worker);
  return notInterruptible(t, { worker, pid, state: pid === undefined ? undefined : await processState(pid) });
}

async function inspecting<T>(
  gateway: Pick<RunGateway, 'inspect'>,
  { runId, slot, use }: WorkerName & Required<Pick<Look, 'use'>>,
  work: Work<T>,
): Promise<T> {
  const inspection = await gateway.inspect(runId, slot, use);
  try {
    const devTools = await DevTools.connect(inspection.url);
    try {
      return await work(devTools);
    } finally {
      devTools.close();
    }
  } finally {
    await inspection.close();
  }
}

class TooLate extends Error {}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TooLate()), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {
      // What was given up fails when the connection closes.
    });
  }
}
