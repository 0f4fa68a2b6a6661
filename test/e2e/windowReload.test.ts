/** Verifies that a run outlives the window: the app serves on while VS Code reloads, and the tree finds it again. */
import assert from 'node:assert/strict';
import { answeringPids } from '../support/answeringPids';
import { listeningCount, workerPids, workerRows } from '../support/vscode/clusterRows';
import { useSampleSession } from '../support/vscode/sampleSession';
import { useSteps } from '../support/vscode/useSession';

const WORKERS = 2;

describe('a window reload during a run', () => {
  const session = useSampleSession(WORKERS);
  useSteps();

  it('leaves the app and the run as they are', async () => {
    const { workbench, port } = session();
    await workbench.chooseInExplorer('server.mjs', 'Run Clustered');
    await workbench.openContainer('Node Cluster');
    await workbench.cluster.waitForRows('the workers', (rows) => listeningCount(rows) === WORKERS);
    await workbench.cluster.clickAction('#2', 'Kill Worker');
    const before = await workbench.cluster.waitForRows('worker #2 back', hasReplacedSecond);

    await workbench.reload();
    await workbench.openContainer('Node Cluster');

    const after = await workbench.cluster.waitForRows('the run again', hasReplacedSecond);
    assert.deepEqual(workerRows(after), workerRows(before));
    assert.deepEqual(await answeringPids(port, WORKERS), workerPids(after));
  });

  it('leaves Stop in charge of it', async () => {
    const { workbench, port } = session();

    await workbench.cluster.clickAction('server.mjs', 'Stop');

    await workbench.cluster.waitForRows('an ended run', ([run]) => run?.description.includes('ended') ?? false);
    await assert.rejects(fetch(`http://127.0.0.1:${port}`));
  });
});

type Rows = Parameters<typeof workerRows>[0];

function hasReplacedSecond(rows: Rows): boolean {
  const second = workerRows(rows)[1];
  return second?.restarts === 1 && listeningCount(rows) === WORKERS;
}
