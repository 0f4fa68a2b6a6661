/**
 * The table of entries: each kind of file and of start, on whatever Node the suite is given, runs in three workers on one
 * port, is taken for what it is, and is three again after one was killed. `npm run test:matrix` makes it entries x Node.
 */
import assert from 'node:assert/strict';
import { copyFileSync, cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { requireOption } from '../../src/shared/nodeOptions';
import { APPS, NODE, NODE_VERSION, PRELOAD, type RunOptions, TSX, useRuns } from '../support/clusterRun';
import { npmCommand, SEARCH_PATH } from '../support/starters';
import { useTempFolder } from '../support/tempFolder';

const [major = 0, minor = 0] = NODE_VERSION;
const stripsTypes = major > 22 || (major === 22 && minor >= 18);

interface Entry {
  readonly start: (folder: string) => RunOptions;
  /** Why it is left out on this Node. */
  readonly lacks?: string | false;
}

/** A file of the fixture apps, named as the run's entry. */
const named = (app: string, more: Partial<RunOptions> = {}): Entry => ({
  start: () => ({ app, via: 'options', parameters: { workers: 3, entry: path.join(APPS, app) }, ...more }),
});

const ENTRIES: Readonly<Record<string, Entry>> = {
  CommonJS: named('plain.js'),
  ESM: named('module.mjs'),
  'an Express app': named('express.js'),
  'native TypeScript': { ...named('typed.ts'), lacks: !stripsTypes && 'this Node strips no types' },
  'TypeScript by tsx': named('typed.ts', { nodeArgs: ['--import', TSX] }),
  'npm start': {
    start: () => ({
      app: 'plain.js',
      via: 'options',
      command: npmCommand('npm', 'start'),
      env: { PATH: SEARCH_PATH },
      parameters: { workers: 3, root: APPS },
    }),
  },
  'a path with spaces, quotes and an emoji': { start: startFromOddPath },
};

/** The app and the preload both lie where every kind of quoting is put to the test. */
function startFromOddPath(temp: string): RunOptions {
  const folder = path.join(temp, `it's "a" 🧭 føldér`);
  mkdirSync(folder);
  const app = path.join(folder, 'my server.js');
  copyFileSync(path.join(APPS, 'plain.js'), app);
  cpSync(path.dirname(PRELOAD), folder, { recursive: true });
  const env = { NODE_OPTIONS: requireOption(path.join(folder, 'preload.cjs')) };
  return { app, env, command: [NODE, app], parameters: { workers: 3, entry: app } };
}

describe('an entry that is', () => {
  const start = useRuns();
  const folder = useTempFolder();

  for (const [kind, entry] of Object.entries(ENTRIES)) {
    it(`${kind} runs in three workers on one port, and in three again after one was killed`, async function () {
      if (entry.lacks) this.skip();
      const options = entry.start(folder());
      const run = await start(options);
      const workers = await run.untilListening(3);
      const wire = await run.wire();
      const pids = await run.untilAnswered(3);

      process.kill(pids[0] ?? 0, 'SIGKILL');
      const after = await wire.untilWorkers(
        (all) => all.length === 3 && all.some(({ restarts, state }) => restarts === 1 && state === 'listening'),
      );

      const { entry: file, mode, modeReason } = wire.snapshot.run;
      assert.deepEqual([file, mode, modeReason.code], [path.resolve(APPS, options.app), 'supervise', 'plain']);
      assert.deepEqual(new Set(workers.map(({ pid }) => pid)), new Set(pids));
      const replaced = after.find(({ restarts }) => restarts === 1)?.lastExit;
      assert.deepEqual([replaced?.signal, replaced?.reason], ['SIGKILL', 'killed from outside']);
      assert.equal((await run.untilAnswered(3)).includes(pids[0] ?? 0), false);
    });
  }
});
