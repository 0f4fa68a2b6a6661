/**
 * A rolling reload loses nothing: no request, no connection, and not the old workers when the new version is broken.
 * The same for a worker that dies under load: nobody waits for it for ever.
 */
import assert from 'node:assert/strict';
import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PrimaryMessage } from '../../src/shared/protocol';
import type { Notice, RunInfo } from '../../src/shared/runInfo';
import { APPS, useRuns } from '../support/clusterRun';
import { KeepAliveLoad } from '../support/keepAliveLoad';
import { Load } from '../support/load';
import { useTempFolder } from '../support/tempFolder';
import type { WireClient } from '../support/wireClient';

describe('a rolling reload', () => {
  const start = useRuns();
  const folder = useTempFolder();

  for (const app of ['plain.js', 'express.js']) {
    it(`replaces every worker of ${app} under keep-alive load and fails no request`, async () => {
      const run = await start({ app, parameters: { workers: 3 } });
      const before = await run.untilListening(3);
      const load = new Load({ port: run.port, clients: 20, keepAlive: true });

      const { state, replaced } = (await run.reload()) ?? {};
      const result = await load.stop();

      assert.deepEqual({ state, replaced }, { state: 'done', replaced: 3 });
      assert.deepEqual([result.failed, result.hung], [[], 0]);
      assert.ok(result.answered > 200, `only ${result.answered} requests`);
      const after = await run.untilListening(3);
      for (const [index, { pid, restarts }] of after.entries()) {
        assert.notEqual(pid, before[index]?.pid);
        assert.equal(restarts, 0);
      }
    });
  }

  it('loses none of 100,000 requests on 50 kept connections, nor one of those that take three seconds', async () => {
    const run = await start({ app: 'plain.js', parameters: { workers: 4 } });
    const before = await run.untilListening(4);
    const fast = await KeepAliveLoad.start(run.port, 50);
    const slow = new Load({ port: run.port, clients: 8, keepAlive: false, path: '/slow/3000' });

    const info = await run.reload();
    await fast.untilAnswered(100_000);
    const [{ answered, failed }, slowly] = await Promise.all([fast.stop(), slow.stop()]);

    assert.equal(info?.state, 'done');
    assert.deepEqual([failed, slowly.failed, slowly.hung], [[], [], 0]);
    assert.ok(answered >= 100_000 && slowly.answered >= 16, `${answered} fast, ${slowly.answered} slow`);
    const old = new Set(before.map(({ pid }) => pid));
    assert.equal(
      (await run.untilListening(4)).some(({ pid }) => old.has(pid)),
      false,
    );
  }).timeout(90_000);

  it('stops at a broken new version: the old workers serve on, and the error has its line', async () => {
    const app = path.join(folder(), 'server.js');
    copyFileSync(path.join(APPS, 'plain.js'), app);
    const run = await start({ app });
    const before = await run.untilListening(2);
    const load = new Load({ port: run.port, clients: 10, keepAlive: true });

    writeFileSync(app, '\n\nconst broken = ;\n');
    const info = await run.reload();
    const result = await load.stop();

    assert.equal(info?.state, 'failed');
    assert.equal(info?.exit?.reason, 'syntax error');
    assert.deepEqual([info?.exit?.error?.file, info?.exit?.error?.line], [app, 3]);
    assert.deepEqual([result.failed, result.hung], [[], 0]);
    assert.deepEqual(
      (await run.untilListening(2)).map(({ pid }) => pid),
      before.map(({ pid }) => pid),
    );
  });

  it('asked for twice at once runs once more, never two at a time', async () => {
    const run = await start({ app: 'plain.js' });
    await run.untilListening(2);
    const wire = await run.wire();

    await Promise.all([
      wire.request({ type: 'reload' }),
      wire.request({ type: 'reload' }),
      wire.request({ type: 'reload' }),
    ]);
    await wire.until(
      (message) => message.type === 'run' && message.run.state === 'running' && message.run.reload?.state === 'done',
    );

    const changes = wire.events.flatMap((event) => (event.type === 'worker' ? [event.change] : []));
    assert.deepEqual(
      changes.filter((change) => change === 'replaced' || change === 'exited'),
      ['replaced', 'replaced', 'replaced', 'replaced'],
    );
  });

  it('is given up when the run is stopped meanwhile, though another was asked for', async () => {
    const run = await start({ app: 'plain.js', parameters: { workers: 1, linger: 5000 } });
    await run.untilListening(1);
    const wire = await run.wire();
    const slow = run.ask('/slow/60000').catch(() => 'cut');

    await wire.request({ type: 'reload' });
    await wire.request({ type: 'reload' });
    await wire.until((message) => message.type === 'worker' && message.change === 'replaced');
    await wire.request({ type: 'stop' });
    const { reload } = await untilEnded(wire);

    assert.equal(await slow, 'cut');
    const states = wire.events.flatMap((event) => (event.type === 'run' ? [event.run.state] : []));
    assert.deepEqual(new Set(states.slice(states.indexOf('stopping'))), new Set(['stopping', 'ended']));
    assert.equal(reload?.state, 'aborted');
  });

  it('does not count as failed when the run is stopped before its new worker is ready', async () => {
    const app = path.join(folder(), 'server.js');
    copyFileSync(path.join(APPS, 'plain.js'), app);
    const run = await start({ app, parameters: { workers: 1, linger: 5000 } });
    await run.untilListening(1);
    const wire = await run.wire();

    writeFileSync(app, 'setTimeout(() => {}, 60_000);');
    await wire.request({ type: 'reload' });
    await wire.request({ type: 'stop' });
    const { reload } = await untilEnded(wire);

    assert.equal(reload?.state, 'aborted');
  });

  it('in observe mode drains the old workers and leaves the new forks to the app', async () => {
    const run = await start({ app: 'tutorial.js', env: { FORKS: '3' } });
    const before = await run.untilListening(3);
    const load = new Load({ port: run.port, clients: 10, keepAlive: true });

    const info = await run.reload();
    const result = await load.stop();

    assert.equal(info?.state, 'done');
    assert.deepEqual([result.failed, result.hung], [[], 0]);
    const after = await run.untilListening(3);
    assert.equal(
      after.some(({ pid }) => before.some((old) => old.pid === pid)),
      false,
    );
  });
});

describe('a worker killed under load', () => {
  const start = useRuns();

  it('leaves no client hanging in twelve kills, connection by connection', async () => {
    const run = await start({ app: 'plain.js', parameters: { workers: 3 } });
    await run.untilListening(3);
    const wire = await run.wire();
    const load = new Load({ port: run.port, clients: 30, keepAlive: false });

    for (let kill = 0; kill < 12; kill++) {
      const workers = await run.untilListening(3);
      process.kill(workers[kill % 3]?.pid ?? 0, 'SIGKILL');
      await wire.untilWorkers((all) => all.reduce((sum, { restarts }) => sum + restarts, 0) === kill + 1);
    }
    await run.untilListening(3);
    const result = await load.stop();

    assert.equal(result.hung, 0);
    // Only what the dead workers were executing may be reset.
    assert.ok(
      result.failed.every((code) => code === 'ECONNRESET'),
      String(result.failed),
    );
  });

  it('says once that clients may hang, where this Node does not let them be saved', async () => {
    const run = await start({ app: 'plain.js', nodeArgs: ['--require', path.join(APPS, 'other-messages.cjs')] });
    await run.untilListening(2);

    // It may have been noticed before anybody listened, and is in the snapshot then.
    const wire = await run.wire();
    await wire.until((message) => noticesIn(message).length > 0);

    assert.equal((await run.untilAnswered(2)).length, 2);
    const latest = wire.messages.findLast((message) => noticesIn(message).length > 0) ?? assert.fail();
    assert.deepEqual(
      noticesIn(latest).map(({ code }) => code),
      ['noRescue'],
    );
  });
});

/** Waits until the run and its reload are over. */
async function untilEnded(wire: WireClient): Promise<RunInfo> {
  const isOver = (message: PrimaryMessage): boolean =>
    message.type === 'run' && message.run.state === 'ended' && message.run.reload?.state !== 'running';
  const over = await wire.until(isOver);
  return over.type === 'run' ? over.run : assert.fail();
}

function noticesIn(message: PrimaryMessage): readonly Notice[] {
  return message.type === 'run' || message.type === 'snapshot' ? message.run.notices : [];
}
