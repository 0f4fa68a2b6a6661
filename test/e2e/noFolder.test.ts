/** Verifies that a window without a folder says what is missing, in the view and to who runs the command all the same. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { useSession } from '../support/vscode/useSession';

describe('a window without a folder', () => {
  const session = useSession({ fixture: 'sample' });

  before(async function openEmptyWindow() {
    this.timeout(60_000);
    const { workbench, url } = session();
    const empty = new URL(url);
    empty.searchParams.delete('folder');
    empty.searchParams.set('ew', 'true');
    await workbench.page.goto(empty.href);
    await workbench.activityBarIcon('Node Cluster').waitFor();
  });

  it('offers to open one where the runs would be', async () => {
    const { workbench } = session();

    await workbench.openContainer('Node Cluster');

    assert.match(await workbench.cluster.welcome(), /Open Folder/i);
    await workbench.screenshot('no-folder');
  });

  it('says so when a person runs the command', async () => {
    const { workbench } = session();

    await workbench.runCommand('Node Cluster: Run Clustered');

    const text = await workbench.waitForNotification(/No folder is open/);
    assert.match(text, /Open the folder of your app first/);
  });

  it('leads to the tour', async () => {
    const { workbench } = session();

    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.quickPick.choose('Run Your App as a Cluster');

    const steps = workbench.page.locator('.getting-started-step .step-title');
    await steps.first().waitFor();
    // Pictures show where there is room for them.
    await workbench.page.keyboard.press('Control+B');
    await workbench.page.locator('.getting-started-media img').first().waitFor();
    await workbench.screenshot('walkthrough');
    assert.equal(await steps.count(), 5);
  });

  it('creates the sample app and opens it', async () => {
    const { workbench, tmp } = session();

    await workbench.openContainer('Node Cluster');
    await workbench.cluster.clickWelcomeButton('Create the Sample App');
    await workbench.quickPick.chooseFolder(tmp, 'Create Here');

    await workbench.page
      .locator('.explorer-folders-view')
      .getByText('cluster-tutorial.js')
      .waitFor({ timeout: 60_000 });
    assert.ok(readdirSync(tmp).includes('node-cluster-sample'));
    await workbench.screenshot('sample-created');
  });
});
