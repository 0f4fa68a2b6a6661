import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { isAlive, processFacts, startTimes } from '../../src/host/processTable';
import { IDLE, useProcesses } from '../support/spawned';
import { eventually } from '../support/vscode/eventually';

describe('the process table', () => {
  const processes = useProcesses();

  it('knows a process that lives from one that does not', async () => {
    const { pid } = await processes.node(IDLE);

    assert.ok(isAlive(pid));
    assert.ok(!isAlive(await processes.deadPid()));
  });

  it('tells when processes started and who their parent is, all in one call', async () => {
    const first = await processes.node(IDLE);
    const second = await processes.node(IDLE);

    const facts = await processFacts([first.pid, second.pid, process.pid]);

    for (const { pid, forkedAt } of [first, second]) {
      const fact = facts.get(pid);
      assert.ok(fact && Math.abs(fact.startedAt - forkedAt) < 2000, `${fact?.startedAt} is near ${forkedAt}`);
      assert.equal(fact.parent, process.pid);
    }
    assert.equal(facts.get(process.pid)?.parent, process.ppid);
  });

  it('leaves out what is gone', async () => {
    const gone = await processes.deadPid();

    const times = await startTimes([gone, process.pid]);

    assert.deepEqual([...times.keys()], [process.pid]);
  });

  it('asks nothing for nobody', async () => {
    assert.equal((await processFacts([])).size, 0);
  });

  it('does not take a process for alive that only waits to be collected', async function () {
    if (process.platform === 'win32') this.skip();
    const careless: ChildProcess = spawn('sh', ['-c', 'sleep 0.05 & echo $!; exec sleep 30']);
    try {
      const [line] = careless.stdout ? await once(careless.stdout, 'data') : [];
      const zombie = Number(String(line));

      await eventually('the zombie', () => (isAlive(zombie) ? undefined : true), { interval: 10 });

      if (process.platform === 'linux') assert.doesNotThrow(() => process.kill(zombie, 0));
    } finally {
      careless.kill('SIGKILL');
    }
  });
});
