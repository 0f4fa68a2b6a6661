/** Verifies that nothing can be run in a folder that is not trusted, and that the person is told why. */
import assert from 'node:assert/strict';
import { eventually } from '../support/vscode/eventually';
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
  });

  it('runs nothing by the palette either, and says why with the button that helps', async () => {
    const { workbench } = session();

    await workbench.runCommand('Node Cluster: Run Clustered');

    const text = await workbench.waitForNotification(/restricted mode/);
    assert.match(text, /Trust the folder to run code in it/);
  });

  it('ends with the trust that the view asks for', async () => {
    const { workbench } = session();

    await workbench.cluster.clickWelcomeButton('Manage Workspace Trust');
    await workbench.page.getByRole('button', { name: 'Trust', exact: true }).click();
    await workbench.closeModalEditor();

    await eventually('the view to offer Run Clustered', async () =>
      (await workbench.cluster.welcome()).includes('Run Clustered') ? true : undefined,
    );
    assert.ok((await workbench.readExplorerMenu('server.js')).includes('Run Clustered'));
  });
});
