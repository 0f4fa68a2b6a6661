/**
 * A worker that is to stand still, as for a heap snapshot, is missed by nobody: what it serves ends first, what comes goes
 * to the others, and when it is let go it takes its turns again.
 */
import assert from 'node:assert/strict';
import type { Answer, InspectorInfo } from '../../src/shared/protocol';
import { useBlockableRuns } from '../support/blockedWorker';
import { type ClusterRun, useRuns } from '../support/clusterRun';
import { evaluateIn } from '../support/devToolsClient';
import { KeepAliveLoad } from '../support/keepAliveLoad';

const CLIENTS = 8;

/** Lets a worker rest, and answers when it does. */
async function rest(run: ClusterRun, slot: number): Promise<InspectorInfo> {
  const answer: Answer = await (await run.wire()).request({ type: 'inspect', worker: slot, rest: true });
  if (answer.type !== 'result') throw new Error(`${answer.code}: ${answer.message}`);
  return answer.value as InspectorInfo;
}

/** Makes a process stand still until the file is there, as V8 does when it goes through a heap. */
const standStill = ({ url }: InspectorInfo): Promise<unknown> =>
  evaluateIn(
    url,
    `{ const { existsSync } = process.mainModule.require('fs'); while (!existsSync(process.env.RELEASE)); }`,
  );

describe('a worker that rests', function () {
  this.timeout(30_000);
  const { start, release } = useBlockableRuns();
  const startAny = useRuns();

  for (const workers of [2, 3]) {
    it(`keeps no request waiting while it stands still, one of ${workers}, and serves again afterwards`, async () => {
      const run = await start({ parameters: { workers } });
      const [first] = await run.untilListening(workers);
      await run.untilAnswered(workers);
      const load = await KeepAliveLoad.start(run.port, CLIENTS);

      const inspector = await rest(run, 1);
      const still = standStill(inspector);
      await (await run.wire()).untilWorkers((all) => all.some(({ state }) => state === 'unresponsive'));
      const served = new Set<string>();
      for (let request = 0; request < 40; request++) served.add(await run.ask('/'));
      // Every client has its answer, or this waits for ever.
      const { answered, failed } = await load.stop();
      release();
      await still;
      await (await run.wire()).request({ type: 'closeInspector', pid: inspector.pid, rest: true });

      assert.equal(inspector.pid, first?.pid);
      assert.deepEqual([served.has(String(inspector.pid)), served.size, failed], [false, workers - 1, []]);
      assert.ok(answered > CLIENTS);
      assert.equal((await run.untilAnswered(workers)).length, workers);
    });
  }

  it('takes its turns again when its client is gone', async () => {
    const run = await start();
    await run.untilListening(2);
    await rest(run, 1);

    (await run.wire()).socket.destroy();

    assert.equal((await run.untilAnswered(2)).length, 2);
  });

  it('serves on where there is no other', async () => {
    const run = await start({ parameters: { workers: 1 } });
    await run.untilListening(1);

    await rest(run, 1);

    assert.equal((await run.untilAnswered(1)).length, 1);
  });

  it('serves on where all rest', async () => {
    const run = await start();
    await run.untilListening(2);

    await Promise.all([rest(run, 1), rest(run, 2)]);

    assert.equal((await run.untilAnswered(2)).length, 2);
  });

  it('leaves its turns in an app that forks by itself, too', async () => {
    const run = await startAny({ app: 'tutorial.js', env: { FORKS: '2' } });
    await run.untilListening(2);

    const { pid } = await rest(run, 1);
    const served = new Set<string>();
    for (let request = 0; request < 20; request++) served.add(await run.ask('/'));

    assert.deepEqual([served.size, served.has(String(pid))], [1, false]);
  });
});
