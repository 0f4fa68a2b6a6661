/**
 * Options of Node itself that meet our way in: env files, a module type that passes the hook over, the permission model,
 * and arguments that no shell would let through unharmed.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { APPS, NODE, NODE_VERSION, useRuns } from '../support/clusterRun';
import { isAlive } from '../support/exampleApp';
import { useTempFolder } from '../support/tempFolder';
import { eventually } from '../support/vscode/eventually';

const [major = 0] = NODE_VERSION;

/** What the first worker printed, without the prefix of its lines. */
function firstWorkersOutput(stdout: string): string {
  const lines = stdout.split('\n').filter((line) => line.startsWith('#1 | '));
  return lines.map((line) => line.slice('#1 | '.length)).join('\n');
}

describe('an env file that sets NODE_OPTIONS', () => {
  const start = useRuns();
  const folder = useTempFolder();

  for (const [what, own] of [
    ['reaches the workers as it reaches a plain run', undefined],
    ["yields to the user's own NODE_OPTIONS as in a plain run", '--no-warnings'],
  ] as const) {
    it(what, async function () {
      if (major < 20) this.skip();
      const file = path.join(folder(), '.env');
      writeFileSync(file, 'NODE_OPTIONS="--max-http-header-size=20001"\nFROM_FILE="x y"\n');
      const args = [`--env-file=${file}`, path.join(APPS, 'options-portrait.js')];
      const { NODE_OPTIONS: _, ...inherited } = process.env;
      const env = { ...inherited, ...(own && { NODE_OPTIONS: own }) };
      const plain = spawnSync(NODE, args, { env, encoding: 'utf8' }).stdout;

      const run = await start({
        app: 'options-portrait.js',
        via: 'options',
        nodeArgs: args.slice(0, 1),
        parameters: { workers: 1 },
        ...(own && { env: { NODE_OPTIONS: own } }),
      });
      await run.exited;

      assert.deepEqual(JSON.parse(firstWorkersOutput(run.stdout)), JSON.parse(plain));
      assert.equal(JSON.parse(plain)[1], own ? 16_384 : 20_001);
    });
  }
});

describe('an app under --experimental-default-type=module', () => {
  const start = useRuns();
  const folder = useTempFolder();

  for (const via of ['typed', 'options'] as const) {
    it(`runs in two workers, and ends with the process that was started (preload by ${via})`, async function () {
      if (major > 22) this.skip();
      const app = path.join(folder(), 'server.js');
      writeFileSync(
        app,
        `import { createServer } from 'node:http';
createServer((_, response) => response.end(String(process.pid))).listen(Number(process.env.PORT));`,
      );
      const run = await start({
        app,
        via,
        nodeArgs: ['--experimental-default-type=module'],
        parameters: { root: folder() },
      });

      const workers = await run.untilListening(2);
      const { pid: primary } = await run.record();
      await run.untilAnswered(2);
      run.primary.kill('SIGTERM');
      await run.exited;

      const pids = [primary, ...workers.map(({ pid }) => pid ?? 0)];
      assert.equal(new Set([run.pid, ...pids]).size, 4);
      await eventually('all of them to be gone', () => !pids.some(isAlive) || undefined, { interval: 20 });
    });
  }

  it('is only watched where it forks by itself', async function () {
    if (major > 22) this.skip();
    const app = path.join(folder(), 'server.js');
    writeFileSync(
      app,
      `import cluster from 'node:cluster';
import { createServer } from 'node:http';
if (cluster.isPrimary) for (let count = 0; count < 2; count++) cluster.fork();
else createServer((_, response) => response.end(String(process.pid))).listen(Number(process.env.PORT));`,
    );
    const run = await start({
      app,
      via: 'options',
      nodeArgs: ['--experimental-default-type=module'],
      parameters: { root: folder() },
    });

    await run.untilListening(2);

    assert.equal((await run.wire()).snapshot.run.mode, 'observe');
    assert.equal((await run.record()).pid, run.pid);
  });
});

describe('an app under --permission', () => {
  const start = useRuns();
  const flag = major < 22 ? '--experimental-permission' : '--permission';

  it('without child processes runs alone, and one line says why', async function () {
    if (major < 20) this.skip();
    const run = await start({ app: 'once.js', args: ['0'], via: 'options', nodeArgs: [flag, '--allow-fs-read=*'] });

    assert.deepEqual(await run.exited, { code: 0, signal: null });
    assert.equal(run.stdout, `once in ${run.pid}\n`);
    assert.deepEqual(run.stderr.match(/^node-cluster: .*$/gm), [
      'node-cluster: Node.js runs with --permission and without --allow-child-process, so the app runs alone',
    ]);
  });

  it('that cannot read our files runs alone too', async function () {
    if (major < 22) this.skip();
    const nodeArgs = [flag, '--allow-child-process', `--allow-fs-read=${path.join(APPS, '*')}`];
    const run = await start({ app: 'once.js', args: ['0'], via: 'options', nodeArgs });

    assert.deepEqual(await run.exited, { code: 0, signal: null });
    assert.equal(run.stdout, `once in ${run.pid}\n`);
    assert.match(run.stderr, /^node-cluster: .* without --allow-fs-read=.*, so the app runs alone$/m);
  });
});

describe('a main file that is a URL', () => {
  const start = useRuns();

  it('runs alone, and one line says why', async function () {
    if (major < 22) this.skip();
    const url = new URL(`file://${path.join(APPS, 'once.js')}`).href;
    const run = await start({ app: 'once.js', via: 'options', command: [NODE, '--entry-url', url], parameters: {} });

    await run.exited;

    assert.match(run.stdout, /^once in \d+$/m);
    assert.match(run.stderr, /^node-cluster: .*--entry-url is not supported$/m);
  });
});

describe('the arguments of an app', () => {
  const start = useRuns();
  const folder = useTempFolder();
  const ARGUMENTS = ["it's", 'a "b" c', '🧭 ünï', '', '--x=y z', '$HOME', '*', 'back\\slash', '-'];

  it('arrive as they were given: quotes, spaces, emoji, an empty one', async () => {
    mkdirSync(path.join(folder(), 'a b'));
    const app = path.join(folder(), 'a b', `it's "an" app 🧭.js`);
    writeFileSync(app, 'console.log(JSON.stringify(process.argv.slice(1)))');
    const run = await start({ app, args: ARGUMENTS, via: 'options', parameters: { workers: 1 } });

    await run.exited;

    assert.deepEqual(JSON.parse(firstWorkersOutput(run.stdout)), [app, ...ARGUMENTS]);
  });
});
