/** The lines by which a task that waits for the app knows that it starts and that it is ready. */
import assert from 'node:assert/strict';
import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { APPS, type ClusterRun, useRuns } from '../support/clusterRun';
import { useTempFolder } from '../support/tempFolder';

const announced = ({ stdout }: ClusterRun): string[] => stdout.match(/^Node Cluster.*$/gm) ?? [];

describe('a run that is to announce itself', () => {
  const start = useRuns();
  const folder = useTempFolder();

  for (const [mode, app] of [
    ['supervise', 'plain.js'],
    ['observe', 'tutorial.js'],
  ] as const) {
    it(`says when it starts, is ready and reloads, in ${mode} mode`, async () => {
      const run = await start({ app, parameters: { announce: true } });
      await run.untilListening(2);

      await (await run.wire()).request({ type: 'reload' });
      await run.untilPrinted(/reloads [\s\S]*is ready/);

      assert.deepEqual(announced(run), [
        `Node Cluster starts ${app}`,
        `Node Cluster: ${app} is ready`,
        `Node Cluster reloads ${app}`,
        `Node Cluster: ${app} is ready`,
      ]);
    });
  }

  it('says when a reload has failed, before it says that the app serves', async () => {
    const app = path.join(folder(), 'server.js');
    copyFileSync(path.join(APPS, 'plain.js'), app);
    const run = await start({ app, parameters: { announce: true } });
    await run.untilListening(2);

    writeFileSync(app, 'const broken = ;');
    await run.reload();
    await run.untilPrinted(/reloads [\s\S]*is ready/);

    assert.deepEqual(announced(run).slice(2), [
      'Node Cluster reloads server.js',
      'Node Cluster: the reload of server.js failed, the workers from before serve on',
      'Node Cluster: server.js is ready',
    ]);
  });

  it('never says that it is ready when it does not come up', async () => {
    const run = await start({ app: 'syntax.js', parameters: { announce: true } });
    await run.exited;

    assert.deepEqual(announced(run), ['Node Cluster starts syntax.js']);
  });
});

describe('a run that is not asked', () => {
  const start = useRuns();

  it('prints nothing of its own', async () => {
    const run = await start({ app: 'plain.js' });
    await run.untilListening(2);
    await run.untilPrinted(/#2 \| listening/);

    assert.deepEqual(announced(run), []);
  });
});
