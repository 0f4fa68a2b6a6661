/**
 * What happens after a worker ended: crashes are explained and braked, hopeless ones are not repeated, and nobody waits
 * for a run that can no longer serve.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { DEFAULT_RESTART } from '../../src/shared/restartPolicy';
import { APPS, useRuns } from '../support/clusterRun';
import { exits, firstExit, useWatchedRuns } from '../support/exits';
import { useTempFolder } from '../support/tempFolder';

describe('a worker that ends', () => {
  const start = useWatchedRuns();
  const folder = useTempFolder();

  it('is replaced at once after its first crash, with the error, its file and line', async () => {
    const run = await start({ app: 'plain.js' });
    await run.untilListening(2);
    const wire = await run.wire();

    await run.ask('/crash');
    await wire.untilWorkers((all) => all.some(({ restarts, state }) => restarts === 1 && state === 'listening'));

    const [exit] = exits(wire);
    assert.equal(exit?.reason, 'uncaught error');
    assert.equal(exit?.error?.name, 'TypeError');
    assert.equal(exit?.error?.message, 'crashed on purpose');
    assert.match(exit?.error?.file ?? '', /plain\.js$/);
    assert.equal(exit?.error?.line, 10);
    assert.equal(
      wire.events.some((event) => event.type === 'worker' && event.change === 'backing off'),
      false,
    );
  });

  it('is killed when asked, replaced, and not counted as a crash', async () => {
    const run = await start({ app: 'plain.js' });
    await run.untilListening(2);
    const wire = await run.wire();

    const answer = await wire.request({ type: 'kill', worker: 2, signal: 'SIGKILL' });
    const after = await wire.untilWorkers((all) => all[1]?.restarts === 1 && all[1].state === 'listening');

    assert.equal(answer.type, 'result');
    assert.equal(after[1]?.lastExit?.reason, 'killed by us');
  });

  it('backs off, and gives up with the code of the app, when its processes keep dying young', async () => {
    const run = await start({ app: 'throws.js', parameters: { workers: 1 } });
    const wire = await run.wire();

    await wire.untilWorkers(([worker]) => worker?.state === 'crash looping');
    const { code } = await run.exited;

    assert.equal(code, 1);
    assert.equal(exits(wire).length, 5);
    assert.ok(exits(wire).every(({ error }) => error?.message === 'thrown at the top'));
    assert.equal(run.stderr.match(/RangeError: thrown at the top/g)?.length, 5);
  });

  it('is braked, and given up, when it dies a second after it listens, time and again', async () => {
    const restart = { ...DEFAULT_RESTART, baseDelay: 50, loopCrashes: 3 };
    const run = await start({ app: 'dies-later.js', parameters: { workers: 1, restart } });
    const wire = await run.wire();

    await wire.untilWorkers(([worker]) => worker?.state === 'crash looping');

    const changes = wire.events.flatMap((event) => (event.type === 'worker' ? [event.change] : []));
    assert.equal(exits(wire).length, 3);
    assert.ok(changes.includes('listening') && changes.includes('backing off'));
  });

  for (const code of [0, 3]) {
    it(`with code ${code} after an error that it handled has done its work, and does not do it again`, async () => {
      const run = await start({ app: 'handled-job.js', args: [String(code)], parameters: { workers: 1 } });
      const wire = await run.wire();

      assert.deepEqual(await run.exited, { code, signal: null });

      assert.equal(run.stdout.match(/job done/g)?.length, 1);
      assert.equal(wire.workers.get(1)?.state, 'finished');
    });
  }

  it('is missed where it does not listen as the one before it did, though it ends by itself', async () => {
    const app = path.join(folder(), 'server.js');
    copyFileSync(path.join(APPS, 'plain.js'), app);
    const restart = { ...DEFAULT_RESTART, baseDelay: 50, loopCrashes: 3 };
    const run = await start({ app, parameters: { workers: 1, restart } });
    await run.untilListening(1);
    const wire = await run.wire();

    writeFileSync(app, 'process.exitCode = 3;');
    await run.ask('/crash');
    await wire.untilWorkers(([worker]) => worker?.state === 'crash looping' || worker?.state === 'finished');

    assert.equal(wire.workers.get(1)?.state, 'crash looping');
    assert.equal(exits(wire).length, 3);
  });

  it('does not end the run while another that died at the same moment owes its last words', async () => {
    const run = await start({ app: 'both-abort.js', parameters: { workers: 2 } });
    const wire = await run.wire();

    await wire.untilWorkers((all) => all.length === 2 && all.every(({ restarts }) => restarts >= 1));

    assert.deepEqual(
      new Set(exits(wire).map(({ reason }) => reason)),
      new Set(['killed from outside', 'uncaught error']),
    );
  });

  for (const [app, reason, place] of [
    ['syntax.js', 'syntax error', /syntax\.js$/],
    ['requires-missing.js', 'module not found', /requires-missing\.js$/],
  ] as const) {
    it(`is not tried again after a ${reason}: the run ends as plain Node does`, async () => {
      const run = await start({ app, parameters: { workers: 2 } });
      const wire = await run.wire();

      const exit = await firstExit(wire);

      assert.deepEqual(await run.exited, { code: 1, signal: null });
      assert.equal(exit?.reason, reason);
      assert.match(exit?.error?.file ?? '', place);
      assert.equal(exits(wire).length, 2);
    });
  }

  it('stops after one round, and says that the port is taken, when another program holds it', async () => {
    const holder = createServer().listen(0);
    await once(holder, 'listening');
    const address = holder.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const run = await start({ app: 'plain.js', env: { PORT: port } });
    const wire = await run.wire();

    const { code } = await run.exited;

    assert.equal(code, 1);
    assert.deepEqual(
      exits(wire).map(({ reason }) => reason),
      ['port in use', 'port in use'],
    );
    const notices = wire.events.flatMap((event) => (event.type === 'run' ? event.run.notices : []));
    assert.equal(notices[0]?.code, 'portTaken');
    holder.close();
  });

  it('is marked unresponsive while its loop is blocked, and listening again afterwards', async () => {
    const run = await start({ app: 'plain.js' });
    await run.untilListening(2);
    const wire = await run.wire();

    await run.ask('/block');
    await wire.untilWorkers((all) => all.some(({ state }) => state === 'unresponsive'));
    const after = await run.untilListening(2);

    assert.deepEqual(
      after.map(({ restarts }) => restarts),
      [0, 0],
    );
  });
});

describe('a run', () => {
  const start = useRuns();

  it('grows and shrinks to the number of workers asked for', async () => {
    const run = await start({ app: 'plain.js' });
    await run.untilListening(2);
    const wire = await run.wire();

    await wire.request({ type: 'scale', workers: 4 });
    await run.untilListening(4);
    await wire.request({ type: 'scale', workers: 1 });
    const [left] = await run.untilListening(1);

    assert.equal(left?.slot, 1);
    assert.equal(left?.restarts, 0);
  });

  it('stops when asked and counts that as no failure', async () => {
    const run = await start({ app: 'plain.js' });
    await run.untilListening(2);

    await (await run.wire()).request({ type: 'stop' });

    assert.deepEqual(await run.exited, { code: 0, signal: null });
  });

  it('ends its workers on SIGTERM and dies of it as the app alone would', async () => {
    const run = await start({ app: 'plain.js' });
    const workers = await run.untilListening(2);

    run.primary.kill('SIGTERM');

    assert.deepEqual(await run.exited, { code: null, signal: 'SIGTERM' });
    for (const { pid } of workers) assert.throws(() => process.kill(pid ?? 0, 0));
  });

  it('uses the default and says so once when a parameter is wrong', async () => {
    const run = await start({ app: 'plain.js', parameters: { workers: 'many' as 'auto' } });
    const { snapshot } = await run.wire();

    assert.equal(snapshot.run.notices[0]?.code, 'badParameter');
    assert.match(
      run.stderr,
      /^node-cluster: "workers" must be a whole number .*; got "many"\. The default is used\.$/m,
    );
  });
});
