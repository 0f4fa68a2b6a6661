/**
 * Observe mode: an app that forks by itself runs as it is, its workers are seen, and its own restarts are counted.
 */
import assert from 'node:assert/strict';
import { useRuns } from '../support/clusterRun';

describe('observe mode', () => {
  const start = useRuns();
  const tutorial = { app: 'tutorial.js', env: { FORKS: '3' } } as const;

  it("sees the tutorial's example run unchanged, and says which line forks", async () => {
    const run = await start(tutorial);

    const workers = await run.untilListening(3);
    const pids = await run.untilAnswered(3);

    const { snapshot } = await run.wire();
    assert.equal(snapshot.run.mode, 'observe');
    assert.deepEqual(snapshot.run.modeReason, { code: 'forks', detail: 'tutorial.js:11' });
    assert.deepEqual(new Set(workers.map(({ pid }) => pid)), new Set(pids));
    assert.match(run.stdout, new RegExp(`^Master ${run.pid} is running$`, 'm'));
  });

  it("shows the app's own restart of a killed worker as one restart of its slot", async () => {
    const run = await start(tutorial);
    const [, second] = await run.untilListening(3);
    const wire = await run.wire();

    process.kill(second?.pid ?? 0, 'SIGKILL');
    const after = await wire.untilWorkers((all) => all[1]?.state === 'listening' && all[1].restarts === 1);

    assert.equal(after.length, 3);
    assert.deepEqual(
      after.map(({ restarts }) => restarts),
      [0, 1, 0],
    );
    assert.equal(after[1]?.lastExit?.signal, 'SIGKILL');
    await run.untilPrinted(new RegExp(`worker ${second?.pid} died`));
  });

  it('forks one more when asked, with the environment that the app gives its workers', async () => {
    const run = await start(tutorial);
    await run.untilListening(3);

    const answer = await (await run.wire()).request({ type: 'fork' });

    assert.equal(answer.type, 'result');
    await run.untilListening(4);
  });

  it('restarts a worker when asked and leaves the new fork to the app', async () => {
    const run = await start(tutorial);
    await run.untilListening(3);
    const wire = await run.wire();

    await wire.request({ type: 'restart', worker: 2 });
    await wire.untilWorkers((all) => all.length === 3 && all[1]?.restarts === 1 && all[1].state === 'listening');

    assert.equal(wire.events.filter((event) => event.type === 'worker' && event.change === 'forked').length, 1);
  });

  it('stops the app by the signal that a shell would send', async () => {
    const run = await start(tutorial);
    await run.untilListening(3);

    await (await run.wire()).request({ type: 'stop' });

    assert.deepEqual(await run.exited, { code: null, signal: 'SIGTERM' });
  });

  it("keeps its messages out of the app's own, in both directions", async () => {
    const run = await start({ app: 'messages.js' });
    await (await run.wire()).request({ type: 'watch', metrics: true, log: false });

    await run.exited;

    const heard = { worker: ['from the primary'] };
    assert.deepEqual(JSON.parse(run.stdout), { primary: [heard, heard] });
  });

  it('says so when the app does not fork after all', async () => {
    const run = await start({ app: 'plain.js', parameters: { mode: 'observe' } });

    const wire = await run.wire();
    await wire.until((message) => message.type === 'run' && message.run.notices.length > 0);

    const { notices } = wire.events.flatMap((event) => (event.type === 'run' ? [event.run] : [])).at(-1) ?? {
      notices: [],
    };
    assert.equal(notices[0]?.code, 'neverForked');
    assert.equal(await run.ask(), String(run.pid));
  });
});
