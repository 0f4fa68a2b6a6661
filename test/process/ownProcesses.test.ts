/** Threads and processes that the app starts itself are the app's own: no probe, no variable of ours, no worker. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { APPS, NODE, useRuns } from '../support/clusterRun';

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
});
