/**
 * Verifies the classic example, which forks its own workers: it runs unchanged, its own primary stays in charge, and its
 * own restart is one restart of that slot.
 */
import assert from 'node:assert/strict';
import os from 'node:os';
import { answeringPids } from '../support/answeringPids';
import { listeningCount, workerPids, workerRows } from '../support/vscode/clusterRows';
import { useSampleSession } from '../support/vscode/sampleSession';
import { useSteps } from '../support/vscode/useSession';

const WORKERS = os.cpus().length;

describe('Run Clustered on the classic cluster example', () => {
  const session = useSampleSession(1);
  useSteps();

  it('observes the workers that the app forks itself', async () => {
    const { workbench, port } = session();

    await workbench.chooseInExplorer('cluster-tutorial.js', 'Run Clustered');
    await workbench.openContainer('Node Cluster');

    const rows = await workbench.cluster.waitForRows(
      'the workers of the app',
      (seen) => listeningCount(seen) === WORKERS,
    );
    assert.match(rows[0]?.description ?? '', /observe/);
    assert.deepEqual(await answeringPids(port, WORKERS), workerPids(rows));
    await workbench.terminal.waitForText(/Master \d+ is running/);
    await workbench.screenshot('observing');
  });

  it("counts the app's own restart of a killed worker in its slot", async () => {
    const { workbench } = session();

    await workbench.cluster.clickAction('#1', 'Kill Worker');

    const rows = await workbench.cluster.waitForRows('worker #1 back', (seen) => {
      const [worker] = workerRows(seen);
      return worker?.restarts === 1 && worker.isListening;
    });
    assert.equal(workerRows(rows).length, WORKERS);
    await workbench.terminal.waitForText(/worker \d+ died \(SIGTERM\), starting another/);
  });

  it('ends by Ctrl+C in the terminal', async () => {
    const { workbench } = session();

    await workbench.terminal.interrupt();

    await workbench.cluster.waitForRows('an ended run', ([run]) => run?.description.includes('ended') ?? false);
  });
});
