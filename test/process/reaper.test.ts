/**
 * The reaper on real processes: a worker that outlives its primary is ended, and nobody else is. The test itself is
 * the parent of all of them, so any other number stands for a primary that is gone.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import path from 'node:path';
import { isAlive } from '../../src/host/processTable';
import { type KnownProcess, reap } from '../../src/host/reaper';
import { APPS } from '../support/clusterRun';
import { findFreePort, get } from '../support/exampleApp';
import { areGone, useFamilies } from '../support/families';
import { silentLog } from '../support/silentLog';
import { IDLE, SPIN, useProcesses } from '../support/spawned';
import { eventually } from '../support/vscode/eventually';

describe('the reaper', () => {
  const processes = useProcesses();
  const reapAfter = (primary: number, workers: readonly KnownProcess[], grace = 50): Promise<readonly number[]> =>
    reap({ primary, workers, log: silentLog, grace });

  it('ends a worker that spins on after its primary died', async () => {
    const primary = await processes.deadPid();
    const spinning = await processes.node(SPIN);
    const exited = once(spinning.child, 'exit');

    assert.deepEqual(await reapAfter(primary, [spinning]), [spinning.pid]);

    assert.deepEqual((await exited)[1], 'SIGKILL');
  });

  it('leaves a process alone that has the pid and started at another time', async () => {
    const primary = await processes.deadPid();
    const { pid, forkedAt } = await processes.node(IDLE);

    for (const other of [forkedAt - 60_000, forkedAt + 60_000]) {
      assert.deepEqual(await reapAfter(primary, [{ pid, forkedAt: other }]), []);
    }

    assert.ok(isAlive(pid));
  });

  it('leaves a worker alone whose primary lives', async () => {
    const worker = await processes.node(IDLE);

    assert.deepEqual(await reapAfter(process.pid, [worker]), []);

    assert.ok(isAlive(worker.pid));
  });

  it('gives a worker the time to leave by itself', async () => {
    const primary = await processes.deadPid();
    const leaving = await processes.node('console.log("on"); setTimeout(() => process.exit(7), 100);');
    const exited = once(leaving.child, 'exit');

    assert.deepEqual(await reapAfter(primary, [leaving], 2000), []);

    assert.deepEqual(await exited, [7, null]);
  });

  it('waits for nobody where all are gone', async () => {
    const gone = await processes.deadPid();
    const before = Date.now();

    assert.deepEqual(await reapAfter(gone, [{ pid: gone, forkedAt: before }], 60_000), []);
  });
});

describe('what an orphaned worker has started', () => {
  const processes = useProcesses();
  const familyOf = useFamilies();

  before(function () {
    if (process.platform === 'win32') this.skip();
  });

  it('ends with it', async () => {
    const primary = await processes.deadPid();
    const port = await findFreePort();
    const app = JSON.stringify(path.join(APPS, 'with-children.js'));
    const worker = await processes.node(`console.log('on'); process.env.PORT = '${port}'; require(${app});`);
    const ask = (): Promise<string> =>
      eventually(
        'an answer',
        () =>
          get({ port }).then(
            ({ text }) => text,
            () => undefined,
          ),
        { interval: 20 },
      );
    const { left, detached } = await familyOf({ ask });
    const exited = once(worker.child, 'exit');

    assert.deepEqual(await reap({ primary, workers: [worker], log: silentLog, grace: 50 }), [worker.pid]);

    await exited;
    await areGone(left);
    assert.ok(isAlive(detached));
  });
});
