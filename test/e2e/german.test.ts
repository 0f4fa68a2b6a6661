/**
 * Verifies the packaged extension in a VS Code whose display language is German: its own texts are, in the manifest and in
 * the code. VS Code's stay English here, since the server build comes without language packs.
 */
import assert from 'node:assert/strict';
import { useSampleSession } from '../support/vscode/sampleSession';
import { useSteps } from '../support/vscode/useSession';

describe('in German', () => {
  const session = useSampleSession(2);
  useSteps();

  before(async function switchLanguage() {
    this.timeout(60_000);
    const { workbench } = session();
    await workbench.page.addInitScript("globalThis._VSCODE_NLS_LANGUAGE = 'de'");
    await workbench.reload();
  });

  it('greets in the empty view', async () => {
    const { workbench } = session();
    await workbench.openContainer('Node Cluster');

    assert.match(await workbench.cluster.welcome(), /Noch läuft nichts als Cluster/);
    await workbench.screenshot('german-welcome');
  });

  it('says in German how the workers are', async () => {
    const { workbench } = session();
    await workbench.runCommand('Node Cluster: Als Cluster ausführen');

    await workbench.cluster.waitForRows('two workers, in German', (rows) => {
      const workers = rows.filter(({ label }) => label.startsWith('#'));
      return workers.length === 2 && workers.every(({ description }) => description.includes('läuft seit'));
    });
    await workbench.screenshot('german');
  });
});
