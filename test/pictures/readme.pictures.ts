/**
 * Takes the pictures of the README from the real thing: the packaged extension in a real VS Code, an app under load. Run
 * by `npm run pictures`; the pictures go to media/screenshots and are committed.
 */
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { Load } from '../support/load';
import { ROOT } from '../support/process.mjs';
import { workerRows } from '../support/vscode/clusterRows';
import { useSession } from '../support/vscode/useSession';
import type { Workbench } from '../support/vscode/workbench';
import { THEMES } from './themes';
import { widenSidebar } from './widenSidebar';

const PORT = 3000;
const SIDEBAR_WIDTH = 560;

async function keep(workbench: Workbench, name: string): Promise<void> {
  // The mouse away from every row: a hover would cover the picture.
  await workbench.page.mouse.move(700, 300);
  copyFileSync(await workbench.screenshot(name), path.join(ROOT, 'media', 'screenshots', `${name}.png`));
}

for (const { theme, colorTheme } of THEMES) {
  const suffix = theme === 'dark' ? '' : `-${theme}`;
  describe(`the pictures in the ${theme} theme`, () => {
    const session = useSession({
      fixture: 'sample',
      settings: {
        'nodeCluster.workers': 4,
        'nodeCluster.env': { PORT: String(PORT) },
        'workbench.colorTheme': colorTheme,
      },
    });

    it('show a run under load', async () => {
      const { workbench } = session();
      await workbench.openFile('server.js');
      await workbench.chooseInExplorer('server.js', 'Run Clustered');
      await workbench.openContainer('Node Cluster');
      await widenSidebar(workbench, SIDEBAR_WIDTH);
      await workbench.cluster.waitForRows('four workers', (rows) => workerRows(rows).length === 4);
      const load = new Load({ port: PORT, clients: 6, keepAlive: false });
      await workbench.cluster.clickAction('#3', 'Kill Worker');

      await workbench.cluster.waitForRows('numbers in every row', (rows) =>
        rows
          .filter(({ label }) => label.startsWith('#'))
          .every(({ description }) => / [1-9]\d* req\/s.* up [1-9]/.test(description)),
      );
      await keep(workbench, `running${suffix}`);
      await load.stop();
    });
  });
}
