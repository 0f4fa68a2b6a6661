/** Verifies that nothing can be run in a folder that is not trusted, and that the person is told why. */
import assert from 'node:assert/strict';
import { useSession } from '../support/vscode/useSession';

describe('restricted mode', () => {
  const session = useSession({ fixture: 'sample', isRestricted: true });

  it('offers no Run Clustered in the explorer', async () => {
    const entries = await session().workbench.readExplorerMenu('server.js');

    assert.ok(!entries.includes('Run Clustered'), entries.join(', '));
  });

  it('says in the empty view what is the matter and offers the way out', async () => {
    const { workbench } = session();

    await workbench.openContainer('Node Cluster');

    assert.match(await workbench.cluster.welcome(), /restricted mode/);
    await workbench.screenshot('restricted-mode');
    await workbench.cluster.clickWelcomeButton('Manage Workspace Trust');
    await workbench.page.getByText('In a Restricted Window').waitFor();
  });
});
