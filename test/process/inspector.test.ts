/**
 * A worker's inspector on demand: opened for who asks, at a port of its own, also while the loop is blocked; closed when
 * nobody needs it any more; and never in the way of what the user or the app has opened or uses.
 */
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { Answer, InspectorInfo } from '../../src/shared/protocol';
import { useBlockableRuns } from '../support/blockedWorker';
import { evaluateIn, isInspectorOpen } from '../support/devToolsClient';
import { eventually } from '../support/vscode/eventually';
import { WireClient } from '../support/wireClient';

const inspectorOf = (answer: Answer): InspectorInfo => {
  if (answer.type !== 'result') throw new Error(`${answer.code}: ${answer.message}`);
  return answer.value as InspectorInfo;
};
const codeOf = (answer: Answer): string => (answer.type === 'error' ? answer.code : 'no error');

async function untilClosed(url: string): Promise<void> {
  const isClosed = async (): Promise<true | undefined> => ((await isInspectorOpen(url)) ? undefined : true);
  await eventually('the inspector to be closed', isClosed, { interval: 20 });
}

const canListen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** The first of so many free ports: Node counts the workers' up from the primary's. Below those of outgoing connections. */
async function freePortsInARow(count: number): Promise<number> {
  for (let first = 12_000 + (process.pid % 6000); ; first += count) {
    const ports = Array.from({ length: count }, (_, index) => first + index);
    if ((await Promise.all(ports.map(canListen))).every(Boolean)) return first;
  }
}

describe("a worker's inspector", function () {
  this.timeout(20_000);
  const { start, block, release } = useBlockableRuns();

  it('opens where it is asked for, while the worker serves, and closes without a word in the terminal', async () => {
    const run = await start();
    const [first, second] = await run.untilListening(2);
    const wire = await run.wire();

    const one = inspectorOf(await wire.request({ type: 'inspect', worker: 1 }));
    const two = inspectorOf(await wire.request({ type: 'inspect', worker: 2 }));
    const pids = [await evaluateIn(one.url, 'process.pid'), await evaluateIn(two.url, 'process.pid')];
    await run.untilAnswered(2);
    await wire.request({ type: 'closeInspector', pid: one.pid });
    await untilClosed(one.url);

    assert.deepEqual(pids, [first?.pid, second?.pid]);
    assert.equal(await isInspectorOpen(two.url), true);
    await run.untilAnswered(2);
    assert.equal(run.stderr, '');
  });

  it('stays open until all who asked are done or gone', async () => {
    const run = await start();
    await run.untilListening(2);
    const wire = await run.wire();
    const other = await WireClient.open(await run.record());
    const { url, pid } = inspectorOf(await wire.request({ type: 'inspect', worker: 1 }));
    const same = inspectorOf(await other.request({ type: 'inspect', worker: 1 }));

    await wire.request({ type: 'closeInspector', pid });
    await wire.request({ type: 'closeInspector', pid });
    const isHeld = (await evaluateIn(url, 'process.pid')) === pid;
    other.close();
    await untilClosed(url);

    assert.deepEqual([same.url, isHeld], [url, true]);
  });

  it('opens in a worker whose loop is blocked, and closes when that is free again', async () => {
    const run = await start();
    await run.untilListening(2);
    const wire = await run.wire();
    const { slot, pid } = await block(run, '/stuck');

    const { url } = inspectorOf(await wire.request({ type: 'inspect', worker: slot }));
    const isOpen = await isInspectorOpen(url);
    await wire.request({ type: 'closeInspector', pid: pid ?? 0 });
    release();
    await untilClosed(url);

    assert.equal(isOpen, true);
    assert.ok((await run.untilAnswered(2)).includes(pid ?? 0));
    assert.equal(run.stderr, '');
  });

  it('says so where native code keeps it closed, and leaves nothing open afterwards', async () => {
    const run = await start();
    await run.untilListening(2);
    const wire = await run.wire();
    const { slot, pid } = await block(run, '/native');

    const answer = await wire.request({ type: 'inspect', worker: slot });
    release();
    await wire.untilWorkers((all) => all.every(({ state }) => state === 'listening'));

    assert.equal(codeOf(answer), 'notInterruptible');
    const { url, pid: again } = inspectorOf(await wire.request({ type: 'inspect', worker: slot }));
    assert.equal(again, pid);
    await wire.request({ type: 'closeInspector', pid: again });
    await untilClosed(url);
  });

  it('keeps a blocked worker from being killed for its silence, as long as somebody looks into it', async () => {
    const run = await start({ parameters: { unresponsiveTimeout: 500 } });
    const workers = await run.untilListening(2);
    const wire = await run.wire();
    for (const { slot } of workers) await wire.request({ type: 'inspect', worker: slot });
    const held = await block(run, '/stuck');
    const other = workers.find(({ pid }) => pid !== held.pid);

    await wire.request({ type: 'closeInspector', pid: other?.pid ?? 0 });
    await run.ask('/stuck');
    const after = await wire.untilWorkers((all) =>
      all.some(({ slot, restarts }) => slot === other?.slot && restarts > 0),
    );

    const { pid, state } = after.find(({ slot }) => slot === held.slot) ?? {};
    assert.deepEqual([pid, state], [held.pid, 'unresponsive']);
  });

  it('does not send an app the signal that it uses itself', async () => {
    const run = await start({ env: { OWN_SIGNAL: '1' } });
    await run.untilListening(2);
    const wire = await run.wire();
    const { slot } = await block(run, '/stuck');

    const answer = await wire.request({ type: 'inspect', worker: slot });
    release();
    await wire.untilWorkers((all) => all.every(({ state }) => state === 'listening'));

    assert.equal(codeOf(answer), 'noInspector');
    assert.equal(run.stdout.includes('own signal'), false);
  });

  it("is the user's own where that is open, and stays so", async () => {
    const run = await start({ nodeArgs: [`--inspect=127.0.0.1:${await freePortsInARow(3)}`] });
    await run.untilListening(2);
    const wire = await run.wire();

    const responsive = inspectorOf(await wire.request({ type: 'inspect', worker: 1 }));
    await wire.request({ type: 'closeInspector', pid: responsive.pid });
    const { slot, pid } = await block(run, '/stuck');
    const blocked = inspectorOf(await wire.request({ type: 'inspect', worker: slot }));
    await wire.request({ type: 'closeInspector', pid: pid ?? 0 });
    release();
    await run.untilAnswered(2);

    assert.equal(await evaluateIn(responsive.url, 'process.pid'), responsive.pid);
    assert.equal(await evaluateIn(blocked.url, 'process.pid'), pid);
  });

  it('is not there for a worker that is not', async () => {
    const run = await start();
    await run.untilListening(2);

    const answer = await (await run.wire()).request({ type: 'inspect', worker: 9 });

    assert.equal(codeOf(answer), 'noSuchWorker');
  });
});
