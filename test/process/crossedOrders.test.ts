/**
 * Orders that cross each other: each is given while the one before is still being carried out. Whatever was asked for
 * last holds, and no process is left that is in no slot.
 */
import assert from 'node:assert/strict';
import type { RequestBody } from '../../src/shared/protocol';
import { type ClusterRun, useRuns } from '../support/clusterRun';
import { childrenOf } from '../support/processFigures';
import { eventually } from '../support/vscode/eventually';

const CROSSINGS: readonly (readonly [string, readonly RequestBody[], number])[] = [
  [
    'scaled down and up again at once',
    [
      { type: 'scale', workers: 1 },
      { type: 'scale', workers: 4 },
    ],
    4,
  ],
  ['scaled down during a reload', [{ type: 'reload' }, { type: 'scale', workers: 1 }], 1],
  ['scaled up during a reload', [{ type: 'reload' }, { type: 'scale', workers: 5 }], 5],
  ['reloaded while a worker restarts', [{ type: 'restart', worker: 1 }, { type: 'reload' }], 3],
  [
    'reloaded while a worker is killed',
    [
      { type: 'reload' },
      { type: 'kill', worker: 1, signal: 'SIGKILL' },
      { type: 'kill', worker: 2, signal: 'SIGKILL' },
    ],
    3,
  ],
  [
    'restarted and scaled down',
    [{ type: 'restart' }, { type: 'scale', workers: 2 }, { type: 'restart', worker: 1 }, { type: 'reload' }],
    2,
  ],
];

describe('a run that is', () => {
  const start = useRuns();

  for (const [what, orders, workers] of CROSSINGS) {
    it(`${what} settles at its number of workers, ${workers}`, async () => {
      const run = await start({ app: 'plain.js', parameters: { workers: 3, drainTimeout: 2000, stopTimeout: 2000 } });
      await run.untilListening(3);
      const wire = await run.wire();

      for (const order of orders) await wire.request(order);

      await untilCalm(run, workers);
      assert.equal((await run.untilAnswered(workers)).length, workers);
    });
  }
});

/** The run is through with everything: its workers listen, and its children are these workers. */
async function untilCalm(run: ClusterRun, count: number): Promise<void> {
  const wire = await run.wire();
  const isCalm = (): true | undefined => {
    const workers = [...wire.workers.values()];
    const state = wire.events.findLast((event) => event.type === 'run')?.run.state ?? 'running';
    const pids = new Set(workers.map(({ pid }) => pid));
    const hasAll = workers.length === count && workers.every((worker) => worker.state === 'listening');
    return (state === 'running' && hasAll && childrenOf(run.pid).every((pid) => pids.has(pid))) || undefined;
  };
  await eventually(`${count} workers and no other process`, isCalm, { interval: 50 });
}
