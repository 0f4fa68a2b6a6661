/** A person who writes the cluster code into a file of their own: by the command with its preview, and by typing. */
import { useSession } from '../support/vscode/useSession';

describe('the cluster boilerplates', () => {
  const session = useSession({ fixture: 'sample' });

  /** Clicks into the text first: the editor may take the keyboard later than it shows. */
  async function selectAllOf(file: string): Promise<void> {
    const { workbench } = session();
    await workbench.openFile(file);
    await workbench.page.locator('.editor-group-container.active .view-lines').click();
    await workbench.page.keyboard.press('Control+A');
  }

  it('are previewed beside the file and inserted in its form', async () => {
    const { workbench } = session();
    const preview = workbench.page.locator('.tab[data-resource-name^="Cluster Boilerplate"]');
    await selectAllOf('server.mjs');

    await workbench.runCommand('Node Cluster: Insert Cluster Boilerplate');
    await preview.waitFor();
    await workbench.page.getByText('runPrimary').first().waitFor();
    await workbench.screenshot('boilerplate-preview');
    await workbench.quickPick.choose('Graceful');

    await preview.waitFor({ state: 'detached' });
    await workbench.waitForEditorText(/^import cluster from 'node:cluster';\nimport { createServer }/);
  });

  it('say which packages they need, with a button that installs them', async () => {
    const { workbench } = session();
    await selectAllOf('server.mjs');

    await workbench.runCommand('Node Cluster: Insert Cluster Boilerplate');
    await workbench.quickPick.choose('Sessions in Redis');

    await workbench.waitForNotification(/express-session, connect-redis, redis/);
    await workbench.page.getByRole('button', { name: 'Install in Terminal' }).waitFor();
    await workbench.screenshot('boilerplate-packages');
  });

  it('are offered while a person types', async () => {
    const { workbench } = session();
    const suggestions = workbench.page.locator('.suggest-widget.visible .monaco-list-row');
    await selectAllOf('server.js');

    await workbench.page.keyboard.type('cluster');
    const labels = [/^cluster,/, /^cluster-cjs,/, /^cluster-graceful,/, /^cluster-express-cjs,/];
    for (const label of labels) await suggestions.and(workbench.page.getByLabel(label)).first().waitFor();
    await workbench.screenshot('boilerplate-suggestions');
  });
});
