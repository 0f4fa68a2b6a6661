/** Threads and processes that the app starts itself are the app's own: no probe, no variable of ours, no worker. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { APPS, NODE, PRELOAD, readRecords, useRuns } from '../support/clusterRun';
import { eventually } from '../support/vscode/eventually';

describe('what an app starts itself', () => {
  const start = useRuns();

  for (const via of ['typed', 'options'] as const) {
    it(`threads and forked children see nothing of ours (preload by ${via})`, async () => {
      const env = { ...process.env, NODE_OPTIONS: '' };
      const plain = spawnSync(NODE, [path.join(APPS, 'family.js')], { env, encoding: 'utf8' }).stdout;
      const run = await start({ app: 'family.js', via, parameters: { workers: 1, linger: 2000 } });
      const { snapshot } = await run.wire();

      await run.exited;

      const seen = JSON.parse(run.stdout.replace(/^#1 \| /, ''));
      const bare = (part: { options: string | null }): object => ({ ...part, options: part.options || null });
      const { thread, child } = JSON.parse(plain);
      assert.deepEqual([bare(seen.thread), bare(seen.child)], [bare(thread), bare(child)]);
      assert.equal(snapshot.workers.length, 1);
    });
  }

  it('a thread that was started before our preload becomes no primary', async () => {
    const early = path.join(APPS, 'early-thread.cjs');
    const run = await start({
      app: 'plain.js',
      command: [NODE, '--require', early, '--require', PRELOAD, path.join(APPS, 'plain.js')],
    });

    await run.untilListening(2);
    await eventually(
      'the threads of all three to run',
      () => run.stderr.split('the thread ran').length > 3 || undefined,
    );

    assert.equal(readRecords(run.dir).length, 1);
  });
});
