/**
 * Processes that the system does not start: Node.js was removed or updated under a run, or there is no room for one more.
 * What serves goes on serving, the slot is tried again by the restart policy, and a person is told.
 */
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEFAULT_RESTART } from '../../src/shared/restartPolicy';
import type { WorkerInfo } from '../../src/shared/runInfo';
import { APPS, type ClusterRun, NODE, PRELOAD, type RunOptions } from '../support/clusterRun';
import { exits, useWatchedRuns } from '../support/exits';
import { useTempFolder } from '../support/tempFolder';

const COMPLAINT = /^node-cluster: worker \d+ could not be started: spawn .*ENOENT$/gm;
const QUICK = { ...DEFAULT_RESTART, baseDelay: 20, maxDelay: 200 };

describe('a run whose Node.js is gone', function () {
  this.timeout(30_000);
  const start = useWatchedRuns();
  let folder = '';
  let node = '';
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'nc-'));
    node = path.join(folder, path.basename(NODE));
    copyFileSync(NODE, node);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const takeAway = (): void => renameSync(node, `${node}.away`);
  const putBack = (): void => {
    if (!existsSync(node)) renameSync(`${node}.away`, node);
  };
  afterEach(putBack);

  const options = (parameters: RunOptions['parameters']): RunOptions => ({
    app: 'plain.js',
    command: [node, '--require', PRELOAD, path.join(APPS, 'plain.js')],
    parameters: { restart: { ...QUICK, loopCrashes: 100 }, ...parameters },
  });

  /** Starts a run, takes its Node.js away and kills its first worker; answers when that could not be started anew. */
  async function startAndLose(parameters: RunOptions['parameters']): Promise<{ run: ClusterRun; lost: WorkerInfo }> {
    const run = await start(options(parameters));
    const [first] = await run.untilListening(parameters?.workers === 1 ? 1 : 2);
    takeAway();
    process.kill(first?.pid ?? 0, 'SIGKILL');
    const wire = await run.wire();
    await wire.until((message) => message.type === 'worker' && message.worker.lastExit?.reason === 'not started');
    const lost = wire.workers.get(1);
    assert.ok(lost);
    return { run, lost };
  }

  it('serves on with the workers that it has, says what happened, and fills the slot when Node.js is back', async () => {
    const { run, lost } = await startAndLose({});
    const wire = await run.wire();

    const served = await run.ask();
    const inspected = await wire.request({ type: 'inspect', worker: 1 });
    putBack();
    const after = await run.untilListening(2);

    assert.equal(lost.pid, undefined);
    assert.equal(lost.lastExit?.error?.code, 'ENOENT');
    assert.equal(served, String(after[1]?.pid));
    assert.equal(inspected.type === 'error' && inspected.code, 'noSuchWorker');
    const notices = wire.events.flatMap((event) => (event.type === 'run' ? event.run.notices : []));
    assert.equal(notices[0]?.code, 'notStarted');
    assert.equal(run.stderr.match(COMPLAINT)?.length, 1);
  });

  it('ends with code 1 and a word why, where no worker is left', async () => {
    const { run } = await startAndLose({ workers: 1, restart: { ...QUICK, loopCrashes: 3 } });

    const { code } = await run.exited;

    assert.equal(code, 1);
    assert.equal(exits(await run.wire()).at(-1)?.reason, 'not started');
    assert.equal(run.stderr.match(COMPLAINT)?.length, 1);
  });

  it('is stopped at once', async () => {
    const { run } = await startAndLose({ workers: 1, stopTimeout: 60_000 });

    await (await run.wire()).request({ type: 'stop' });
    const { code } = await run.exited;

    assert.equal(code, 0);
  });

  it('cannot be reloaded: the old workers serve on', async () => {
    const run = await start(options({}));
    const before = await run.untilListening(2);
    takeAway();

    const reload = await run.reload();

    assert.equal(reload?.state, 'failed');
    assert.equal(reload.exit?.reason, 'not started');
    assert.ok(before.map(({ pid }) => String(pid)).includes(await run.ask()));
  });
});

describe('a fork that Node.js itself refuses', () => {
  const start = useWatchedRuns();
  const folder = useTempFolder();

  it('leaves the run as it is', async function () {
    if (process.platform === 'win32') this.skip();
    const grow = path.join(folder(), 'grow.cjs');
    // More than a system lets a process have in its environment: E2BIG, which Node throws.
    writeFileSync(grow, "process.on('SIGUSR2', () => { process.env.LARGE = 'x'.repeat(2 ** 22); });");
    const run = await start({ app: 'plain.js', nodeArgs: ['--require', grow] });
    const before = await run.untilListening(2);

    run.primary.kill('SIGUSR2');
    const reload = await run.reload();

    assert.equal(reload?.exit?.reason, 'not started');
    assert.equal(reload.exit.error?.code, 'E2BIG');
    assert.ok(before.map(({ pid }) => String(pid)).includes(await run.ask()));
  });
});

describe('a fork of the app itself that fails', () => {
  const start = useWatchedRuns();
  const folder = useTempFolder();

  it('is shown as one that could not be started, and the app sees what it would see alone', async () => {
    const app = path.join(folder(), 'server.cjs');
    writeFileSync(
      app,
      `const cluster = require('node:cluster');
if (cluster.isWorker) require('node:http').createServer((_, response) => response.end()).listen(Number(process.env.PORT));
else {
  cluster.on('exit', () => console.log('an exit'));
  cluster.fork();
  const { execPath } = process;
  process.execPath = '/nonexistent/node';
  cluster.fork().on('error', ({ code }) => console.log(code));
  process.execPath = execPath;
}`,
    );
    const run = await start({ app });
    const wire = await run.wire();

    const workers = await wire.untilWorkers(([first, second]) => first?.state === 'listening' && second !== undefined);

    assert.equal(wire.snapshot.run.mode, 'observe');
    assert.deepEqual([workers[1]?.state, workers[1]?.lastExit?.reason], ['exited', 'not started']);
    assert.equal(run.stdout, 'ENOENT\n');
  });
});
