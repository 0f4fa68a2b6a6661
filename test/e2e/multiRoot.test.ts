/** Verifies a workspace of several folders: each has its own entry, its own settings and its own run. */
import assert from 'node:assert/strict';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { workerRows } from '../support/vscode/clusterRows';
import { freePort } from '../support/vscode/freePort';
import { fixtureFolder } from '../support/vscode/layout';
import { useSession } from '../support/vscode/useSession';

/** Folders with the number of workers that their own settings ask for. */
const FOLDERS = { shop: 2, mail: 3 } as const;

describe('a workspace of two folders', () => {
  const session = useSession({ fixture: 'sample' });

  before(async function openWorkspace() {
    this.timeout(90_000);
    const { workbench, tmp, url } = session();
    for (const [name, workers] of Object.entries(FOLDERS)) {
      const folder = path.join(tmp, name);
      await cp(fixtureFolder('sample'), folder, { recursive: true });
      await mkdir(path.join(folder, '.vscode'));
      const settings = { 'nodeCluster.workers': workers, 'nodeCluster.env': { PORT: String(await freePort()) } };
      await writeFile(path.join(folder, '.vscode', 'settings.json'), JSON.stringify(settings));
    }
    const file = path.join(tmp, 'two.code-workspace');
    await writeFile(file, JSON.stringify({ folders: Object.keys(FOLDERS).map((name) => ({ path: name })) }));
    const address = new URL(url);
    address.searchParams.delete('folder');
    address.searchParams.set('workspace', file);
    // Now and then the server build of VS Code has read the workspace's file too early, and shows a workspace without folders.
    await workbench.open(address.href).catch(() => workbench.open(address.href));
    await workbench.openContainer('Node Cluster');
  });

  for (const [name, workers] of Object.entries(FOLDERS)) {
    it(`runs the app of ${name} with the ${workers} workers of its own settings`, async () => {
      const { workbench } = session();

      await workbench.runCommand('Node Cluster: Run Clustered');
      await workbench.quickPick.choose(name);

      const rows = await workbench.cluster.waitForRows(`${workers} more workers`, (all) => {
        const own = ownRows(all, name);
        return own.length === workers && own.every(({ isListening }) => isListening);
      });
      assert.equal(ownRows(rows, name).length, workers);
    });
  }

  /** The workers below the run that was started last: it stands below the others. */
  function ownRows(rows: Parameters<typeof workerRows>[0], name: string) {
    const order = Object.keys(FOLDERS).indexOf(name);
    const starts = rows.flatMap((row, index) => (row.level === 1 ? [index] : []));
    const from = starts[order];
    return from === undefined ? [] : workerRows(rows.slice(from, starts[order + 1]));
  }
});
