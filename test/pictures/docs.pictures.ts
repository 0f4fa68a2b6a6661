/**
 * Takes the pictures of the pages in media/docs from the real thing, in a small window so that they can be read where
 * they stand. Run by `npm run pictures`; they are part of the package, as the pages are.
 */
import path from 'node:path';
import { Load } from '../support/load';
import { ROOT } from '../support/process.mjs';
import { listeningCount } from '../support/vscode/clusterRows';
import { DashboardPage } from '../support/vscode/dashboardPage';
import { useSession } from '../support/vscode/useSession';
import { keepPicture } from './keepPicture';
import { widenSidebar } from './widenSidebar';

const PORT = 3000;
const WINDOW = { width: 1000, height: 640 };

describe('the pictures of the pages', () => {
  const session = useSession({
    fixture: 'sample',
    settings: {
      'nodeCluster.workers': 4,
      'nodeCluster.env': { PORT: String(PORT) },
      'workbench.colorTheme': 'Default Dark Modern',
    },
  });
  let load: Load | undefined;

  before(() => session().workbench.page.setViewportSize(WINDOW));
  after(() => load?.stop());

  const keep = (name: string): Promise<void> =>
    keepPicture(session().workbench.page, path.join(ROOT, 'media', 'docs', `${name}.webp`));

  it('crashes: the error in the row, in the Problems panel and in its line', async () => {
    const { workbench } = session();
    await workbench.openFile('server.js');
    await workbench.chooseInExplorer('server.js', 'Run Clustered');
    await workbench.openContainer('Node Cluster');
    await widenSidebar(workbench, 420);
    await workbench.cluster.waitForRows('four workers', (rows) => listeningCount(rows) === 4);
    // A worker that crashes again and again is held back for a moment, long enough for a picture.
    const crashes = setInterval(() => void fetch(`http://127.0.0.1:${PORT}/crash`).catch(() => undefined), 50);
    await workbench.page.keyboard.press('Control+Shift+M');
    await workbench.page.locator('.markers-panel').getByText('crashed on request').first().waitFor();
    await workbench.cluster.waitForRows('a crash', (rows) =>
      rows.some(({ description }) => /crashed on request/.test(description)),
    );
    clearInterval(crashes);
    await keep('crashes');
  });

  it('dashboard: a minute of a run under load', async () => {
    const { workbench } = session();
    const { page } = workbench;
    await workbench.cluster.waitForRows('all workers again', (rows) => listeningCount(rows) === 4, 60_000);
    load = new Load({ port: PORT, clients: 6, keepAlive: false });
    await workbench.cluster.chooseFromContextMenu('server.js', 'Open Dashboard');
    const dashboard = new DashboardPage(page);
    await dashboard.waitForOpen('server.js');
    await page.keyboard.press('Control+J');
    await page.keyboard.press('Control+B');
    await dashboard.button('1 min').click();
    await dashboard.button('Each worker').click();
    await page.mouse.move(990, 630);
    // As many points as make a line; each is a second.
    await page.waitForTimeout(30_000);
    await keep('dashboard');
  });
});
