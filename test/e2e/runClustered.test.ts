/**
 * A person's first five minutes, by mouse and keyboard: right-click an app, Run Clustered, watch the workers, kill one,
 * fork one, stop the run. Each step goes on from the one before.
 */
import assert from 'node:assert/strict';
import { answeringPids } from '../support/answeringPids';
import { listeningCount, workerPids, workerRows } from '../support/vscode/clusterRows';
import { useSampleSession } from '../support/vscode/sampleSession';
import { useSteps } from '../support/vscode/useSession';
import type { Workbench } from '../support/vscode/workbench';

const WORKERS = 3;

describe('Run Clustered on a plain server', () => {
  const session = useSampleSession(WORKERS);
  useSteps();

  let workbench: Workbench;
  let port: number;
  before(() => {
    ({ workbench, port } = session());
  });

  it('shows a row for the run, the primary and each worker', async () => {
    await workbench.chooseInExplorer('server.js', 'Run Clustered');
    await workbench.openContainer('Node Cluster');

    const rows = await waitForListening(WORKERS);

    assert.deepEqual(
      rows.map(({ label, level }) => `${level} ${label}`),
      ['1 server.js', '2 primary', '2 #1', '2 #2', '2 #3'],
    );
    await workbench.cluster.waitForRows(`the run to be ready on port ${port}`, ([run]) =>
      (run?.description ?? '').includes(`3/3 ready · :${port} · supervise`),
    );
    await workbench.screenshot('running');
  });

  it('has every worker answer on one port', async () => {
    const rows = await workbench.cluster.rows();

    assert.deepEqual(await answeringPids(port, WORKERS), workerPids(rows));
  });

  it('prefixes the lines in the terminal with their worker', async () => {
    for (const slot of [1, 2, 3]) {
      await workbench.terminal.waitForText(new RegExp(`^#${slot} \\| listening on http://localhost:${port}$`, 'm'));
    }
  });

  it('counts the live workers in the status bar', async () => {
    await workbench.statusBarItem(`${WORKERS}/${WORKERS}`).waitFor();
  });

  it('replaces a worker that is killed by its inline action', async () => {
    const [before] = workerRows(await workbench.cluster.rows());

    await workbench.cluster.clickAction('#1', 'Kill Worker');

    const rows = await workbench.cluster.waitForRows('worker #1 back', (seen) => {
      const [worker] = workerRows(seen);
      return worker?.restarts === 1 && worker.isListening;
    });
    assert.notEqual(workerRows(rows)[0]?.pid, before?.pid);
    assert.deepEqual(await answeringPids(port, WORKERS), workerPids(rows));
    await workbench.screenshot('restarted');
  });

  it('forks one more by the inline action of the run', async () => {
    await workbench.cluster.clickAction('server.js', 'Fork a Worker');

    const rows = await waitForListening(WORKERS + 1);

    assert.deepEqual(await answeringPids(port, WORKERS + 1), workerPids(rows));
  });

  it('offers on a worker what fits its state', async () => {
    const entries = await workbench.cluster.readContextMenu('#1');

    for (const entry of ['Open in Browser', 'Copy Process ID', 'Restart Worker', 'Kill Worker', 'Force Kill Worker']) {
      assert.ok(entries.includes(entry), `${entry} is not among ${entries.join(', ')}`);
    }
  });

  it('ends the run by Stop', async () => {
    await workbench.cluster.clickAction('server.js', 'Stop');

    await workbench.cluster.waitForRows('an ended run', ([run]) => run?.description.includes('ended') ?? false);
    await assert.rejects(fetch(`http://127.0.0.1:${port}`));
    await workbench.screenshot('ended');
  });

  it('has bothered nobody with a notification', async () => {
    assert.deepEqual(await workbench.notifications(), []);
  });

  function waitForListening(count: number) {
    return workbench.cluster.waitForRows(`${count} listening workers`, (rows) => listeningCount(rows) === count);
  }
});
