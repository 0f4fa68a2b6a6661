/** Verifies that two windows on one folder show the same run: it belongs to neither, and both may steer it. */
import assert from 'node:assert/strict';
import { listeningCount, workerPids } from '../support/vscode/clusterRows';
import { useSampleSession } from '../support/vscode/sampleSession';
import { useSteps } from '../support/vscode/useSession';
import { Workbench } from '../support/vscode/workbench';

describe('two windows on one folder', () => {
  const session = useSampleSession(2);
  useSteps();
  let other: Workbench;

  before(async function openSecondWindow() {
    this.timeout(60_000);
    other = new Workbench(await session().workbench.page.context().newPage());
    await other.open(session().url);
  });
  after(() => other.page.close());

  it('show the run that one of them has started', async () => {
    const { workbench } = session();
    await workbench.chooseInExplorer('server.js', 'Run Clustered');
    await workbench.openContainer('Node Cluster');
    const mine = await workbench.cluster.waitForRows('two workers', (rows) => listeningCount(rows) === 2);

    await other.openContainer('Node Cluster');

    const theirs = await other.cluster.waitForRows('the same two', (rows) => listeningCount(rows) === 2);
    assert.deepEqual(workerPids(theirs), workerPids(mine));
  });

  it('agree on what the other one does to it', async () => {
    const { workbench } = session();

    await other.cluster.clickAction('server.js', 'Fork a Worker');

    const theirs = await other.cluster.waitForRows('three there', (rows) => listeningCount(rows) === 3);
    const mine = await workbench.cluster.waitForRows('three here', (rows) => listeningCount(rows) === 3);
    assert.deepEqual(workerPids(mine), workerPids(theirs));
  });

  it('both see its end, whoever stops it', async () => {
    await other.cluster.clickAction('server.js', 'Stop');

    for (const window of [other, session().workbench]) {
      await window.cluster.waitForRows('its end', ([run]) => run?.description.includes('ended') ?? false);
    }
  });
});
