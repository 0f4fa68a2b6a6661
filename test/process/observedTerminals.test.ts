/** The preload of terminals: what forks by itself is observed, everything else is as if it were not there. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { requireOption } from '../../src/shared/nodeOptions';
import { APPS, NODE, readRecords, TERMINAL_PRELOAD, useRuns } from '../support/clusterRun';

describe('a terminal that is observed', () => {
  const start = useRuns();
  let root: string;
  let dir: string;

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'nc-terminal-'));
    dir = path.join(root, `node-cluster-${userInfo().uid}`);
    mkdirSync(dir, { mode: 0o700 });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('shows an app that forks by itself, with the line that does', async () => {
    const run = await start({ app: 'tutorial.js', env: { FORKS: '2' }, via: 'terminal', dir });

    const workers = await run.untilListening(2);
    const pids = await run.untilAnswered(2);

    const { snapshot } = await run.wire();
    assert.deepEqual(snapshot.run.modeReason, { code: 'forks', detail: 'tutorial.js:11' });
    assert.deepEqual(new Set(workers.map(({ pid }) => pid)), new Set(pids));
  });

  it('shows it under npm too, and neither npm nor the shell between', async () => {
    const command = [
      'npm',
      'exec',
      '--no',
      '--call',
      `node ${JSON.stringify(path.join(APPS, 'tutorial.js'))}`,
    ] as const;
    const run = await start({ app: 'tutorial.js', env: { FORKS: '2' }, via: 'terminal', dir, command });

    await run.untilListening(2);

    assert.equal(readRecords(dir).length, 1);
  });

  it('leaves any other app alone: no run, and what it sees is what it would see', () => {
    const options = (preload: string) => ({
      cwd: APPS,
      env: { ...process.env, PORT: '0', TMPDIR: root, NODE_OPTIONS: requireOption(preload) },
      encoding: 'utf8' as const,
    });

    const [observed, plain] = [TERMINAL_PRELOAD, path.join(APPS, 'empty.cjs')].map((preload) => {
      const { stdout, stderr } = spawnSync(NODE, [path.join(APPS, 'self-portrait.js')], options(preload));
      return stdout.replaceAll(preload, '<preload>') + stderr;
    });

    assert.equal(observed, plain);
    assert.deepEqual(readRecords(dir), []);
  });

  it('stays out of the way of a run that the extension started there', async () => {
    const env = { NODE_OPTIONS: requireOption(TERMINAL_PRELOAD) };
    const run = await start({ app: 'plain.js', env, via: 'options' });

    const workers = await run.untilListening(2);

    const { snapshot } = await run.wire();
    assert.equal(snapshot.run.mode, 'supervise');
    assert.equal(workers.length, 2);
  });

  it('gives the app and its workers nothing of ours in their environment', async () => {
    const run = await start({ app: 'tells-options.js', env: { NODE_OPTIONS: '--no-warnings' }, via: 'terminal', dir });

    await run.untilListening(1);

    assert.deepEqual(run.stdout.trim().split('\n'), Array(2).fill('["--no-warnings",null]'));
  });
});
