/**
 * Supervise mode on real apps, unchanged: every kind of entry, N workers on one port, a worker that dies is replaced.
 */
import assert from 'node:assert/strict';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { APPS, NODE_VERSION, PRELOAD, type RunOptions, TSX, useRuns } from '../support/clusterRun';
import { ROOT } from '../support/process.mjs';

const [major = 0, minor = 0] = NODE_VERSION;
const stripsTypes = major > 22 || (major === 22 && minor >= 18);

const KINDS: Readonly<Record<string, RunOptions>> = {
  'a CommonJS server': { app: 'plain.js' },
  'an ESM server': { app: 'module.mjs' },
  'an Express app': { app: 'express.js' },
  'a TypeScript server through tsx': { app: 'typed.ts', nodeArgs: ['--import', TSX] },
  ...(stripsTypes ? { 'a TypeScript server on Node itself': { app: 'typed.ts' } } : {}),
};

describe('supervise mode', () => {
  const start = useRuns();

  for (const [kind, options] of Object.entries(KINDS)) {
    it(`runs ${kind} in three workers on one port, and in three again after one was killed`, async () => {
      const run = await start({
        ...options,
        via: 'options',
        parameters: { workers: 3, entry: path.join(APPS, options.app) },
      });

      const workers = await run.untilListening(3);
      const pids = await run.untilAnswered(3);
      assert.deepEqual(new Set(workers.map(({ pid }) => pid)), new Set(pids));
      process.kill(pids[0] ?? 0, 'SIGKILL');
      const wire = await run.wire();
      const after = await wire.untilWorkers((all) =>
        all.some(({ restarts, state }) => restarts === 1 && state === 'listening'),
      );

      const replaced = after.find(({ restarts }) => restarts === 1);
      assert.equal(replaced?.lastExit?.signal, 'SIGKILL');
      assert.equal(replaced?.lastExit?.reason, 'killed from outside');
      assert.equal((await run.untilAnswered(3)).includes(pids[0] ?? 0), false);
      assert.equal(wire.snapshot.run.mode, 'supervise');
      assert.deepEqual(wire.snapshot.run.modeReason, { code: 'plain' });
    });
  }

  it('finds the app behind npm start, and leaves npm alone', async () => {
    const run = await start({ app: 'plain.js', via: 'options', command: ['npm', 'start'], parameters: { root: APPS } });

    await run.untilListening(2);

    const wire = await run.wire();
    assert.equal(wire.snapshot.run.entry, path.join(APPS, 'plain.js'));
    assert.deepEqual(wire.snapshot.run.args, []);
    await run.untilPrinted(/^#1 \| listening$/m);
    await run.untilPrinted(/^#2 \| listening$/m);
  });

  it('runs a script that only builds once, before the server behind it', async () => {
    const command = ['npm', 'run', 'build-and-start'] as const;
    const run = await start({ app: 'plain.js', via: 'options', command: [...command], parameters: { root: APPS } });

    await run.untilListening(2);

    assert.equal(run.stdout.match(/once in \d+/g)?.length, 1);
  });

  it('runs a TypeScript file by the tsx command', async () => {
    const bin = path.join(ROOT, 'node_modules', '.bin', 'tsx');
    const run = await start({
      app: 'typed.ts',
      via: 'options',
      command: [bin, path.join(APPS, 'typed.ts')],
      parameters: { entry: path.join(APPS, 'typed.ts') },
    });

    await run.untilListening(2);

    assert.equal((await run.untilAnswered(2)).length, 2);
  });

  it('runs an entry in a folder with spaces, quotes and an emoji in its name, by a preload in one', async () => {
    const folder = path.join(mkdtempSync(path.join(tmpdir(), 'nc ')), `it's "a" 🧭 føldér`);
    mkdirSync(folder);
    const app = path.join(folder, 'my server.js');
    const preload = path.join(folder, 'preload.cjs');
    copyFileSync(path.join(APPS, 'plain.js'), app);
    cpSync(path.dirname(PRELOAD), folder, { recursive: true });
    const { requireOption } = await import('../../src/shared/nodeOptions');
    const env = { NODE_OPTIONS: requireOption(preload) };
    const run = await start({
      app,
      env,
      parameters: { entry: app },
      command: [process.env.NODE_CLUSTER_TEST_NODE ?? process.execPath, app],
    });

    await run.untilListening(2);

    assert.equal((await run.wire()).snapshot.run.entry, app);
    rmSync(path.dirname(folder), { recursive: true });
  });

  for (const [typed, app] of [
    ['plain', 'plain.js'],
    ['.', 'index.js'],
  ] as const) {
    it(`takes the entry over when it is typed as ${typed}`, async () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'nc-'));
      cpSync(path.join(APPS, 'plain.js'), path.join(folder, 'plain.js'));
      cpSync(path.join(APPS, 'plain.js'), path.join(folder, 'index.js'));
      const node = process.env.NODE_CLUSTER_TEST_NODE ?? process.execPath;
      const run = await start({
        app,
        via: 'options',
        cwd: folder,
        command: [node, typed],
        parameters: { root: folder },
      });

      await run.untilListening(2);

      assert.equal((await run.untilAnswered(2)).length, 2);
      rmSync(folder, { recursive: true });
    });
  }
});
