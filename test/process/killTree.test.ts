/**
 * What a worker has started itself: ended with the worker where that has to be killed, left alone where it ends by
 * itself. A detached process is always left alone: it was meant to outlive whoever started it.
 */
import assert from 'node:assert/strict';
import { type RunOptions, useRuns } from '../support/clusterRun';
import { isAlive } from '../support/exampleApp';
import { areGone, useFamilies } from '../support/families';

describe('what a worker has started', () => {
  const start = useRuns();
  const familyOf = useFamilies();
  const app: RunOptions = { app: 'with-children.js', parameters: { workers: 1 } };

  before(function () {
    // Windows ends the children of a process itself, and has no signal that could be swallowed.
    if (process.platform === 'win32') this.skip();
  });

  for (const [how, stopTimeout, force] of [
    ['does not stop in time', 300, false],
    ['is stopped by force', 60_000, true],
  ] as const) {
    it(`ends with a worker that ${how}, but for what was detached`, async () => {
      const run = await start({ ...app, parameters: { workers: 1, stopTimeout } });
      await run.untilListening(1);
      const { left, detached } = await familyOf(run);

      await (await run.wire()).request({ type: 'stop', force });
      await run.exited;

      await areGone(left);
      assert.ok(isAlive(detached));
    });
  }

  it('ends with a worker that is killed for good, whose replacement has its own', async () => {
    const run = await start(app);
    await run.untilListening(1);
    const { left, detached } = await familyOf(run);
    const wire = await run.wire();

    await wire.request({ type: 'kill', worker: 1, signal: 'SIGKILL' });
    await wire.untilWorkers(([worker]) => worker?.restarts === 1 && worker.state === 'listening');
    await areGone(left);

    const next = await familyOf(run);
    assert.deepEqual([detached, ...next.left].map(isAlive), [true, true, true]);
  });

  it('is left alone when the worker ends by itself', async () => {
    const run = await start(app);
    await run.untilListening(1);
    const { worker, left } = await familyOf(run, '/exit');
    const wire = await run.wire();

    await wire.untilWorkers(([slot]) => slot?.restarts === 1 && slot.state === 'listening');

    assert.deepEqual([worker, ...left].map(isAlive), [false, true, true]);
    await familyOf(run);
  });

  it('ends with the whole of an app that forks by itself and is stopped by force', async () => {
    const run = await start({ ...app, app: 'forks-parents.js' });
    await run.untilListening(1);
    const { worker, left, detached } = await familyOf(run);

    await (await run.wire()).request({ type: 'stop', force: true });

    assert.deepEqual(await run.exited, { code: null, signal: 'SIGKILL' });
    await areGone([worker, ...left]);
    assert.ok(isAlive(detached));
  });
});
