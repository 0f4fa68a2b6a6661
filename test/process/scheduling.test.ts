/**
 * How connections reach the workers: whatever is chosen, every worker is ready, gets its part, and is reloaded, scaled
 * and replaced without a client that waits for ever. Where the system cannot do `reusePort`, a run says so and goes on.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chooseScheduling } from '../../src/preload/primary/scheduling';
import type { Notice, Scheduling } from '../../src/shared/runInfo';
import { type ClusterRun, makeRunDirectory, NODE, NODE_VERSION, useRuns } from '../support/clusterRun';
import { findFreePort, get } from '../support/exampleApp';
import { Load } from '../support/load';
import { eventually } from '../support/vscode/eventually';

const SHARES_PORTS = !chooseScheduling('reusePort', {
  platform: process.platform,
  version: `v${NODE_VERSION.join('.')}`,
  canTryAlone: true,
}).problem;

/** The sockets that listen on a port, as Linux lists them. */
function listeningSockets(port: number): number {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const lines = ['tcp', 'tcp6'].flatMap((table) => readFileSync(`/proc/net/${table}`, 'utf8').split('\n'));
  return lines.filter((line) => {
    const [, address, , state] = line.trim().split(/\s+/);
    return address?.endsWith(local) && state === '0A';
  }).length;
}

async function noticesOf(run: ClusterRun): Promise<readonly Notice['code'][]> {
  const wire = await run.wire();
  return wire.snapshot.run.notices.map(({ code }) => code);
}

describe('connections under', () => {
  const start = useRuns();

  for (const scheduling of ['roundRobin', 'os', 'reusePort'] as const satisfies Scheduling[]) {
    it(`${scheduling} reach every worker, and a reload under a connection per request fails none`, async function () {
      if (scheduling === 'reusePort' && !SHARES_PORTS) this.skip();
      const run = await start({ app: 'plain.js', parameters: { workers: 3, scheduling } });
      await run.untilListening(3);
      await run.untilAnswered(3);
      const load = new Load({ port: run.port, clients: 10, keepAlive: false });

      const info = await run.reload();
      const { failed, hung, answered } = await load.stop();

      assert.deepEqual({ state: info?.state, failed, hung }, { state: 'done', failed: [], hung: 0 });
      assert.ok(answered > 50, `only ${answered} requests`);
      await run.untilAnswered(3);
    });

    it(`${scheduling} hang for no client when workers are killed`, async function () {
      if (scheduling === 'reusePort' && !SHARES_PORTS) this.skip();
      const run = await start({ app: 'plain.js', parameters: { workers: 3, scheduling } });
      const wire = await run.wire();
      await run.untilListening(3);
      const load = new Load({ port: run.port, clients: 20, keepAlive: false });

      for (let kill = 0; kill < 4; kill++) {
        const workers = await run.untilListening(3);
        process.kill(workers[kill % 3]?.pid ?? 0, 'SIGKILL');
        await wire.untilWorkers((all) => all.reduce((sum, { restarts }) => sum + restarts, 0) === kill + 1);
      }
      await run.untilListening(3);
      const { failed, hung } = await load.stop();

      assert.equal(hung, 0);
      assert.ok(
        failed.every((code) => code === 'ECONNRESET'),
        String(failed),
      );
    });
  }
});

describe('a run that asks for reusePort', () => {
  const start = useRuns();

  it('goes on round robin where the system cannot do it, and says so', async function () {
    if (SHARES_PORTS) this.skip();
    const run = await start({ app: 'plain.js', parameters: { scheduling: 'reusePort' } });
    const wire = await run.wire();
    await run.untilListening(2);

    assert.equal(wire.snapshot.run.scheduling, 'roundRobin');
    assert.deepEqual(await noticesOf(run), ['noReusePort']);
  });

  it('leaves an app that forks by itself to its own ways', async () => {
    const run = await start({ app: 'tutorial.js', parameters: { scheduling: 'reusePort' }, env: { FORKS: '2' } });
    const wire = await run.wire();
    await run.untilListening(2);

    assert.equal(wire.snapshot.run.scheduling, undefined);
    assert.deepEqual(await noticesOf(run), ['leftToApp']);
  });

  describe('on a system that can', () => {
    before(function () {
      if (!SHARES_PORTS) this.skip();
    });

    const listens = (...options: object[]) =>
      start({
        app: 'listens.js',
        parameters: { workers: 3, scheduling: 'reusePort' },
        env: { LISTEN: JSON.stringify(options) },
      });

    it('has a listening socket for each worker, before and after a reload, and one less after scaling down', async () => {
      const run = await start({ app: 'plain.js', parameters: { workers: 3, scheduling: 'reusePort' } });
      const wire = await run.wire();
      await run.untilListening(3);
      assert.equal(listeningSockets(run.port), 3);

      await run.reload();
      assert.equal(listeningSockets(run.port), 3);

      await wire.request({ type: 'scale', workers: 2 });
      await wire.untilWorkers((all) => all.length === 2);
      await eventually('two sockets', () => listeningSockets(run.port) === 2 || undefined);
    });

    for (const options of [{ port: 0 }, { port: 0, host: '127.0.0.1' }, { port: 0, host: '::1', ipv6Only: true }]) {
      it(`has one port in all workers for ${JSON.stringify(options)}, and a restarted one has it too`, async () => {
        const run = await listens(options);
        const workers = await run.untilListening(3);
        const ports = new Set(workers.map(({ addresses }) => addresses[0]?.port));
        const [port = 0] = ports;

        assert.equal(ports.size, 1);
        assert.equal(listeningSockets(port), 3);
        process.kill(workers[1]?.pid ?? 0, 'SIGKILL');
        const after = await (await run.wire())
          .untilWorkers((all) => all[1]?.restarts === 1 && all[1].state === 'listening')
          .then((all) => all[1]?.addresses[0]?.port);
        assert.equal(after, port);
        const host = 'host' in options ? options.host : '127.0.0.1';
        assert.equal((await get({ host, port, agent: false })).status, 200);
      });
    }

    it('shares a UNIX socket as ever', async () => {
      const file = path.join(makeRunDirectory(), 'app.sock');
      const run = await listens({ path: file });

      const workers = await run.untilListening(3);

      assert.deepEqual(workers[2]?.addresses, [{ path: file }]);
      assert.equal((await get({ socketPath: file, agent: false })).status, 200);
    });

    it('lets an app have its port only once, as plain Node does', async () => {
      const port = await findFreePort();
      const run = await listens({ port }, { port });

      await eventually('three refusals', () => run.stdout.split('failed EADDRINUSE').length === 4 || undefined);

      await run.untilListening(3);
      assert.equal(listeningSockets(port), 3);
    });

    it('is refused a port that another program of the same user offers to share', async () => {
      const port = await findFreePort();
      const script = `require('net').createServer().listen({ port: ${port}, reusePort: true }, () => console.log('on'))`;
      const sharing = spawn(NODE, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(sharing.stdout, 'data');

      const run = await start({
        app: 'plain.js',
        parameters: { scheduling: 'reusePort', linger: 0 },
        env: { PORT: String(port) },
      });
      const { code } = await run.exited;
      sharing.kill('SIGKILL');

      assert.equal(code, 1);
      assert.match(run.stderr, /EADDRINUSE/);
    });
  });
});
