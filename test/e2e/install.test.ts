/** Verifies that the packaged extension installs into a real VS Code and shows up where a person looks for it. */
import { useSession } from '../support/vscode/useSession';

describe('the packaged extension', () => {
  const session = useSession({ fixture: 'sample' });

  it('puts its icon into the activity bar', async () => {
    const { workbench } = session();

    await workbench.activityBarIcon('Node Cluster').waitFor();
    await workbench.openContainer('Node Cluster');
    await workbench.screenshot('activity-bar');
  });
});
