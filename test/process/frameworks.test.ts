/** Frameworks bring their own ways to listen and to answer: each runs in several workers and reloads under load. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { NODE_VERSION, useRuns } from '../support/clusterRun';
import { Load } from '../support/load';
import { useProjects } from '../support/starters';

const [major = 0] = NODE_VERSION;
const APPS = { koa: { app: 'koa.js', from: 18 }, fastify: { app: 'fastify.mjs', from: 20 } };

describe('an app on', () => {
  const start = useRuns();
  const project = useProjects();

  for (const [name, { app, from }] of Object.entries(APPS)) {
    it(`${name} runs in two workers and reloads under load without losing a request`, async function () {
      if (major < from) this.skip();
      const file = path.join(project().folder, app);
      const run = await start({ app: file, via: 'options', parameters: { entry: file } });
      const before = await run.untilListening(2);
      await run.untilAnswered(2);
      const load = new Load({ port: run.port, clients: 10, keepAlive: true });

      const wire = await run.wire();
      await wire.request({ type: 'reload' });
      await wire.until((message) => message.type === 'run' && message.run.reload?.state === 'done');
      const { answered, failed, hung } = await load.stop();

      assert.deepEqual([failed, hung], [[], 0]);
      assert.ok(answered > 50, `only ${answered} requests`);
      const after = await run.untilListening(2);
      assert.equal(
        after.some(({ pid }) => before.some((old) => old.pid === pid)),
        false,
      );
    });
  }
});
