/** Verifies that a window without a folder says what is missing, in the view and to who runs the command all the same. */
import assert from 'node:assert/strict';
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
});
