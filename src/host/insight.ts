/**
 * Looks into workers over their inspectors: opens one, does one thing with it, and closes it again whatever happens. The
 * other workers serve on meanwhile, and the worker itself carries no code for any of it.
 */
import { notInterruptible } from '../core/insightErrors';
import { RefusedError } from '../core/linkErrors';
import type { Insight, RunGateway, WorkerName } from '../core/ports';
import type { Translate } from '../core/translate';
import { DevTools } from './devTools';
import { processState } from './processState';
import { readStack } from './stackReader';

/** A worker that runs JavaScript answers within a fraction of this, on a busy machine too. */
const STACK_WITHIN_MS = 4000;

export interface InsightOptions {
  readonly gateway: Pick<RunGateway, 'inspect'>;
  readonly t: Translate;
  /** The process id of the worker, for what the system says about it. */
  readonly pidOf: (worker: WorkerName) => number | undefined;
}

/** Makes the insight into the workers that the gateway reaches. */
export function createInsight({ gateway, t, pidOf }: InsightOptions): Insight {
  const tooDeep = async (worker: WorkerName): Promise<Error> => {
    const pid = pidOf(worker);
    const state = pid === undefined ? undefined : await processState(pid);
    return notInterruptible(t, { worker, pid, state });
  };
  return {
    async readStack(worker) {
      try {
        return await inspecting(gateway, worker, (devTools) => within(STACK_WITHIN_MS, readStack(devTools)));
      } catch (error) {
        const isTooDeep =
          error instanceof TooLate || (error instanceof RefusedError && error.refusal === 'notInterruptible');
        throw isTooDeep ? await tooDeep(worker) : error;
      }
    },
  };
}

async function inspecting<T>(
  gateway: Pick<RunGateway, 'inspect'>,
  { runId, slot }: WorkerName,
  work: (devTools: DevTools) => Promise<T>,
): Promise<T> {
  const inspection = await gateway.inspect(runId, slot);
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
