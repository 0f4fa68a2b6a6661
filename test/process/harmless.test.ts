/**
 * What of ours runs in a worker never ends the app and prints nothing, whatever the app has done to what it needs: used
 * up its file descriptors, frozen or replaced Node's own functions.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import path from 'node:path';
import { DEFAULT_RESTART } from '../../src/shared/restartPolicy';
import { APPS, NODE, PRELOAD } from '../support/clusterRun';
import { get } from '../support/exampleApp';
import { exits, useWatchedRuns } from '../support/exits';
import { useTempFolder } from '../support/tempFolder';

describe('an app that', () => {
  const start = useWatchedRuns();
  const folder = useTempFolder();

  it('has used up its file descriptors lives on, and its samples too', async function () {
    if (process.platform === 'win32') this.skip();
    const app = path.join(APPS, 'fills-descriptors.js');
    const run = await start({
      app,
      command: ['sh', '-c', 'ulimit -n 128; exec "$0" "$@"', NODE, '--require', PRELOAD, app],
      parameters: { workers: 1 },
    });
    const [worker] = await run.untilListening(1);
    const wire = await run.wire();
    // One connection: the worker cannot take another.
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = async (url: string): Promise<string> => (await get({ port: run.port, path: url, agent })).text;

    const filled = await ask('/fill');
    await wire.request({ type: 'watch', metrics: true, log: false });
    await wire.until((message) => message.type === 'metrics' && message.samples.length > 0);
    const released = await ask('/release');

    assert.equal(filled, 'EMFILE');
    assert.equal(released, String(worker?.pid));
    assert.deepEqual(exits(wire), []);
    agent.destroy();
  });

  it('has put functions that throw in the place of those that we measure by lives on', async () => {
    const app = path.join(folder(), 'server.cjs');
    writeFileSync(
      app,
      `const value = process.cpuUsage = () => { throw new Error('replaced'); };
Object.defineProperty(performance, 'eventLoopUtilization', { value });
require('node:http').createServer((_, response) => response.end(String(process.pid))).listen(Number(process.env.PORT));`,
    );
    const run = await start({ app, parameters: { workers: 1 } });
    const [worker] = await run.untilListening(1);
    const wire = await run.wire();

    await wire.request({ type: 'watch', metrics: true, log: false });
    // Its beats fail, and so it is taken for one that does not answer.
    await wire.untilWorkers(([only]) => only?.state === 'unresponsive');

    assert.equal(await run.ask(), String(worker?.pid));
    assert.deepEqual(exits(wire), []);
  });

  it('runs with frozen intrinsics ends as it does alone', async () => {
    const nodeArgs = ['--no-warnings', '--frozen-intrinsics'];
    const run = await start({ app: 'once.js', args: ['3'], nodeArgs, parameters: { workers: 1 } });
    const wire = await run.wire();

    const { code } = await run.exited;

    assert.deepEqual([code, run.stderr], [3, '']);
    // A script that is done, whatever its code, is not tried again.
    assert.equal(wire.workers.get(1)?.state, 'finished');
  });

  it('has a prepareStackTrace that throws ends as it does alone', async () => {
    const app = path.join(folder(), 'server.cjs');
    writeFileSync(app, "Error.prepareStackTrace = () => { throw new Error('prepared'); };\nprocess.exitCode = 0;");
    const alone = spawnSync(NODE, [app], { encoding: 'utf8' });
    const run = await start({ app, parameters: { workers: 1, linger: 0 } });

    const { code } = await run.exited;

    assert.deepEqual([code, run.stderr], [alone.status, alone.stderr]);
  });

  it('throws what cannot be read is explained all the same', async () => {
    const app = path.join(folder(), 'server.cjs');
    writeFileSync(app, "throw { get stack() { throw new Error('not to be read'); }, toJSON: () => 'thrown' };");
    const run = await start({ app, parameters: { workers: 1, restart: { ...DEFAULT_RESTART, loopCrashes: 1 } } });
    const wire = await run.wire();

    await run.exited;

    assert.deepEqual([exits(wire)[0]?.reason, exits(wire)[0]?.error?.message], ['uncaught error', '"thrown"']);
  });
});
