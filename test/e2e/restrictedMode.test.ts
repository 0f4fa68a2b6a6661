/** Verifies that nothing can be run in a folder that is not trusted, that the person is told why, and what works there. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { eventually } from '../support/vscode/eventually';
import { useSession } from '../support/vscode/useSession';

describe('restricted mode', () => {
  const session = useSession({ fixture: 'sample', isRestricted: true });

  for (const file of ['server.js', 'package.json', 'ecosystem.config.js']) {
    it(`offers nothing that runs in the explorer: ${file}`, async () => {
      const { workbench, workspace } = session();
      if (file.startsWith('ecosystem')) await writeFile(path.join(workspace, file), 'module.exports = { apps: [] };\n');

      const entries = await workbench.readExplorerMenu(file);

      assert.deepEqual(
        entries.filter((entry) => entry.includes('Clustered')),
        [],
      );
    });
  }

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

  it('inserts boilerplates', async () => {
    const { workbench } = session();
    await workbench.openFile('server.js');

    await workbench.runCommand('Node Cluster: Insert Cluster Boilerplate');
    await workbench.quickPick.choose('Graceful');

    await workbench.waitForEditorText(/require\('node:cluster'\)/);
  });

  it('completes the snippets while a person types', async () => {
    const { workbench } = session();
    await workbench.openFile('server.mjs');
    await workbench.page.locator('.editor-group-container.active .view-lines').click();
    await workbench.page.keyboard.press('Control+A');

    await workbench.page.keyboard.type('cluster');

    const suggestions = workbench.page.locator('.suggest-widget.visible .monaco-list-row');
    await suggestions
      .and(workbench.page.getByLabel(/^cluster-graceful,/))
      .first()
      .waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  it('ends with the trust that the view asks for', async () => {
    const { workbench } = session();

    await workbench.openContainer('Node Cluster');
    await workbench.cluster.clickWelcomeButton('Manage Workspace Trust');
    await workbench.page.getByRole('button', { name: 'Trust', exact: true }).click();
    await workbench.closeModalEditor();

    await eventually('the view to offer Run Clustered', async () =>
      (await workbench.cluster.welcome()).includes('Run Clustered') ? true : undefined,
    );
    assert.ok((await workbench.readExplorerMenu('server.js')).includes('Run Clustered'));
  });
});
