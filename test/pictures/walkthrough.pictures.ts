/**
 * Takes the pictures of the tour from the real thing, one for each step and theme, cut to what the step is about. Run by
 * `npm run pictures`; they go to media/walkthrough and are part of the package, so they are small.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Load } from '../support/load';
import { ROOT } from '../support/process.mjs';
import { listeningCount } from '../support/vscode/clusterRows';
import { DashboardPage } from '../support/vscode/dashboardPage';
import { useSession } from '../support/vscode/useSession';
import { keepPicture } from './keepPicture';
import { THEMES } from './themes';
import { widenSidebar } from './widenSidebar';

const PORT = 3000;
const FOLDER = path.join(ROOT, 'media', 'walkthrough');
const SIZE = { width: 560, height: 350 };

for (const { theme, colorTheme } of THEMES) {
  describe(`the pictures of the tour in the ${theme} theme`, () => {
    const session = useSession({
      fixture: 'sample',
      settings: {
        'nodeCluster.workers': 4,
        'nodeCluster.env': { PORT: String(PORT) },
        'workbench.colorTheme': colorTheme,
      },
    });
    let load: Load;

    before(() => mkdirSync(FOLDER, { recursive: true }));
    after(() => load.stop());

    /** Cuts the picture out from a point; the window's own title and activity bars show where one is. */
    const keep = (step: string, from = { x: 0, y: 0 }): Promise<void> =>
      keepPicture(session().workbench.page, path.join(FOLDER, `${step}-${theme}.webp`), { ...from, ...SIZE });

    it('open: the files of the app', async () => {
      const { workbench } = session();
      await workbench.openFile('server.js');
      await workbench.waitForEditorText(/createServer/);
      await keep('open');
    });

    it('run: the entry of the menu', async () => {
      const { workbench } = session();
      const row = workbench.page.locator('.explorer-folders-view').getByText('server.js', { exact: true });
      await row.click({ button: 'right' });
      await workbench.page.locator('.monaco-menu').first().getByText('Run Clustered', { exact: true }).hover();
      await keep('run');
      await workbench.page.keyboard.press('Escape');
    });

    it('kill: a worker is back', async () => {
      const { workbench } = session();
      await workbench.chooseInExplorer('server.js', 'Run Clustered');
      await workbench.openContainer('Node Cluster');
      await widenSidebar(workbench, 556);
      await workbench.cluster.waitForRows('four workers', (rows) => listeningCount(rows) === 4);
      load = new Load({ port: PORT, clients: 6, keepAlive: false });
      await workbench.cluster.clickAction('#3', 'Kill Worker');
      await workbench.page.mouse.move(900, 300);
      await workbench.cluster.waitForRows('numbers', (rows) =>
        rows.every(
          ({ label, description }) => !label.startsWith('#') || / [1-9]\d* req\/s.* up [1-9]/.test(description),
        ),
      );
      await keep('kill');
    });

    it('reload: some workers are new', async () => {
      const { workbench } = session();
      await workbench.cluster.clickAction('server.js', 'Reload Without Losing Requests');
      await workbench.cluster.waitForRows('a reload', ([run]) => /reloading/.test(run?.description ?? ''));
      await keep('reload');
      await workbench.cluster.waitForRows('its end', (rows) => listeningCount(rows) === 4);
    });

    it('dashboard: its charts', async () => {
      const { workbench } = session();
      const { page } = workbench;
      await workbench.cluster.chooseFromContextMenu('server.js', 'Open Dashboard');
      const dashboard = new DashboardPage(page);
      await dashboard.waitForOpen('server.js');
      await page.keyboard.press('Control+J');
      await page.keyboard.press('Control+B');
      await dashboard.button('1 min').click();
      await page.mouse.move(1270, 790);
      // As many points as make a line; each is a second.
      await dashboard.waitForLegend('requests', /^all workers [1-9]\d* req\/s$/);
      await page.waitForTimeout(25_000);
      await keep('dashboard', { x: 40, y: 70 });
    });
  });
}
