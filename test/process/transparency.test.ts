/**
 * What an app can see of its process is what it sees without us: each test runs the same file both ways and compares.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { APPS, type ClusterRun, NODE, NODE_VERSION, PRELOAD, type RunOptions, useRuns } from '../support/clusterRun';
import { commandOf } from '../support/processFigures';

const [major = 0, minor = 0] = NODE_VERSION;
const [loadedAsMain] = [major > 22 || (major === 22 && minor >= 18)];

const EMPTY = path.join(APPS, 'empty.cjs');

/** What plain Node prints and ends with. */
function runPlain(app: string, args: readonly string[], env: Record<string, string> = {}) {
  const plainEnv = { ...process.env, PORT: '0', NODE_OPTIONS: '', ...env };
  return spawnSync(NODE, [path.join(APPS, app), ...args], { cwd: APPS, env: plainEnv, encoding: 'utf8' });
}

/** What the first worker printed, without the prefix of its lines. */
function firstWorkersLines(run: ClusterRun): string {
  const lines = run.stdout.split('\n').filter((line) => line.startsWith('#1 | '));
  return lines.map((line) => line.slice('#1 | '.length)).join('\n');
}

describe('an app under the preload', () => {
  const start = useRuns();
  const run1 = (options: RunOptions) => start({ ...options, parameters: { workers: 1, ...options.parameters } });

  for (const via of ['typed', 'options'] as const) {
    it(`sees the arguments, main module, environment and listeners of a plain run (preload by ${via})`, async () => {
      const env = { PORT: '0', NODE_OPTIONS: '--max-http-header-size=20000', SECRET: 'x y' };
      const run = await run1({ app: 'self-portrait.js', args: ['a b', '--c'], env, via });
      await run.exited;

      const plain = JSON.parse(runPlain('self-portrait.js', ['a b', '--c'], env).stdout);
      const portrait = JSON.parse(firstWorkersLines(run));

      assert.deepEqual(portrait, plain);
    });
  }

  it('has the name that was typed, and so does its row in ps', async function () {
    if (process.platform === 'win32') this.skip();
    const env = { PATH: `${path.dirname(NODE)}${path.delimiter}${process.env.PATH}` };
    const command = ['node', path.join(APPS, 'plain.js')] as const;
    const run = await run1({ app: 'plain.js', via: 'options', command, env, parameters: { root: APPS } });
    const [worker] = await run.untilListening(1);

    assert.equal(commandOf(worker?.pid ?? 0), command.join(' '));
  });

  it('sees import.meta.main and import.meta.url as in a plain run', async () => {
    const run = await run1({ app: 'import-meta.mjs', args: ['x'] });
    await run.exited;

    const plain = JSON.parse(runPlain('import-meta.mjs', ['x']).stdout);

    assert.deepEqual(JSON.parse(firstWorkersLines(run)), plain);
    if (loadedAsMain) assert.equal(plain.main, true);
  });

  for (const code of [0, 5]) {
    it(`ends by itself with code ${code} when its script is done`, async () => {
      const run = await run1({ app: 'once.js', args: [String(code)] });

      assert.deepEqual(await run.exited, { code, signal: null });
      assert.equal(run.stdout.match(/once in/g)?.length, 1);
    });
  }

  it('fails with the code and the stack of a plain run when it throws at the top', async () => {
    const run = await run1({ app: 'throws.js', via: 'options', parameters: { root: APPS } });

    assert.deepEqual(await run.exited, { code: 1, signal: null });
    assert.match(run.stderr, /RangeError: thrown at the top/);
    assert.match(run.stderr, /throws\.js:1/);
  });

  it('leaves a process without our variable, and node -e and -p, exactly as they were', () => {
    const env = { ...process.env, NODE_OPTIONS: '' };
    const show = 'JSON.stringify([Object.keys(require.cache), process.moduleLoadList.length, process._eventsCount])';

    // Loading any preload touches a few modules on Node 18: the plain run has an empty one.
    const plain = spawnSync(NODE, ['--require', EMPTY, '-p', show], { env, encoding: 'utf8' });
    const dormant = spawnSync(NODE, ['--require', PRELOAD, '-p', show], { env, encoding: 'utf8' });

    const [, modules, events] = JSON.parse(plain.stdout);
    assert.deepEqual(JSON.parse(dormant.stdout), [[PRELOAD], modules, events]);
  });

  for (const mode of ['supervise', 'observe'] as const) {
    it(`has no variable that the user unset, in ${mode} mode, and keeps what is empty or was set anew`, async () => {
      const env = { PORT: '0', UNSET: '', EMPTY: '', ANEW: '1' };
      const run = await run1({ app: 'tells-unset.js', env, parameters: { mode, unset: ['UNSET', 'ANEW'] } });
      await run.exited;

      const has = '[false,true,"1"]';
      const roles = mode === 'supervise' ? ['worker'] : ['primary', 'worker'];
      assert.deepEqual(
        run.stdout.match(/(primary|worker) \[.*\]/g),
        roles.map((role) => `${role} ${has}`),
      );
    });
  }

  it('shares what is unset with the program that starts it, so that what else that one starts lacks it too', async () => {
    const program = `process.stdout.write(require('node:child_process').execFileSync(process.execPath,
      ['-p', '["UNSET" in process.env, "EMPTY" in process.env]'], { env: { ...process.env, NODE_OPTIONS: '' } }))`;
    const env = { UNSET: '', EMPTY: '' };
    const run = await run1({
      app: '',
      via: 'options',
      command: [NODE, '-e', program],
      env,
      parameters: { unset: ['UNSET'] },
    });
    await run.exited;

    assert.equal(run.stdout.trim(), '[ false, true ]');
  });

  it('gives nothing of ours to the processes that the app starts', async () => {
    const run = await run1({ app: 'starts-child.js', via: 'options', parameters: { root: APPS } });
    await run.exited;

    const child = JSON.parse(firstWorkersLines(run));

    assert.deepEqual(child, { options: null, parameters: null, preloaded: false });
  });
});
