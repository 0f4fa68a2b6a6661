/**
 * When a new worker counts as ready: in the place of one that served, when it listens, however long its start takes. What
 * does not come to listen leaves the old ones serving.
 */
import assert from 'node:assert/strict';
import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LaunchParameters } from '../../src/shared/launchParameters';
import { APPS, type ClusterRun, useRuns } from '../support/clusterRun';
import { Load } from '../support/load';
import { useTempFolder } from '../support/tempFolder';

/** Longer than a worker without a server has to live where others are ready, milliseconds. */
const SLOW_START = 4000;
const SLOW_SERVER = `setTimeout(() => require(${JSON.stringify(path.join(APPS, 'plain.js'))}), ${SLOW_START});`;

describe('a run', () => {
  const start = useRuns();
  const folder = useTempFolder();

  it('is ready when a worker of it listens, however long its start takes', async () => {
    const app = path.join(folder(), 'server.js');
    writeFileSync(app, SLOW_SERVER);
    const run = await start({ app });
    const wire = await run.wire();

    await wire.until((message) => message.type === 'run' && message.run.state === 'running');

    assert.ok([...wire.workers.values()].some(({ state }) => state === 'listening'));
  });
});

describe('a new version that takes long to start', () => {
  const startRun = useRuns();
  const folder = useTempFolder();
  const file = (): string => path.join(folder(), 'server.js');

  async function start(app: string, parameters: Partial<LaunchParameters>): Promise<ClusterRun> {
    copyFileSync(path.join(APPS, app), file());
    const run = await startRun({ app: file(), parameters, env: { FORKS: String(parameters.workers) } });
    await run.untilListening(Number(parameters.workers));
    return run;
  }

  it('takes over when it listens, and the only worker serves until then', async () => {
    const run = await start('plain.js', { workers: 1 });
    const load = new Load({ port: run.port, clients: 5, keepAlive: true });

    writeFileSync(file(), SLOW_SERVER);
    const info = await run.reload();
    const result = await load.stop();

    assert.equal(info?.state, 'done');
    assert.deepEqual([result.failed, result.hung], [[], 0]);
  });

  for (const [mode, app, kept] of [
    ['supervise', 'plain.js', 2],
    ['observe', 'tutorial.js', 1],
  ] as const) {
    it(`and fails then stops the reload at its first worker, in ${mode} mode`, async () => {
      const run = await start(app, { workers: 2 });
      const before = await run.untilListening(2);

      writeFileSync(file(), `setTimeout(() => process.exit(7), ${SLOW_START});`);
      const info = await run.reload();

      assert.deepEqual([info?.state, info?.replaced, info?.exit?.code], ['failed', 0, 7]);
      const pids = new Set([...(await run.wire()).workers.values()].map(({ pid }) => pid));
      assert.equal(before.filter(({ pid }) => pids.has(pid)).length, kept);
    });
  }
});
