/**
 * A person without a mouse: runs an app, watches its workers, kills one, reloads, reads the dashboard and stops, by keys
 * alone; once more under the theme of high contrast, for the pictures.
 */
import assert from 'node:assert/strict';
import { listeningCount, workerRows } from '../support/vscode/clusterRows';
import { DashboardPage } from '../support/vscode/dashboardPage';
import { Keyboard } from '../support/vscode/keyboard';
import { useSampleSession } from '../support/vscode/sampleSession';
import { useSteps } from '../support/vscode/useSession';
import type { Workbench } from '../support/vscode/workbench';

const THEMES = [
  { name: 'dark', theme: 'Default Dark Modern' },
  { name: 'high contrast', theme: 'Default High Contrast' },
  { name: 'light high contrast', theme: 'Default High Contrast Light' },
] as const;

for (const { name, theme } of THEMES) {
  describe(`by keyboard alone, in the ${name} theme`, () => {
    const session = useSampleSession(3, { 'workbench.colorTheme': theme });
    useSteps();
    let workbench: Workbench;
    let keyboard: Keyboard;
    const picture = (what: string) => workbench.screenshot(`keyboard-${what}-${name.replaceAll(' ', '-')}`);

    before(() => {
      ({ workbench } = session());
      keyboard = new Keyboard(workbench.page);
    });

    it('runs an app from the menu of its file', async () => {
      await keyboard.press('Control+Shift+E');
      await keyboard.goToRow('server.js');

      await keyboard.chooseFromMenu('Run Clustered');
      await keyboard.runCommand('Cluster: Focus on Cluster View');

      await workbench.cluster.waitForRows('three workers', (rows) => listeningCount(rows) === 3);
    });

    it('hears of a worker what the row shows', async () => {
      // The view had the focus while it was empty; its rows came later.
      await keyboard.runCommand('Cluster: Focus on Cluster View');
      await keyboard.goToRow('Worker 2');

      assert.match(await keyboard.focusedRow(), /^Worker 2, listening, pid \d+/);
      await picture('tree');
    });

    it('kills the worker of the row and finds another in its place', async () => {
      const before = workerRows(await workbench.cluster.rows())[1]?.pid;

      await keyboard.chooseFromMenu('Kill Worker');

      const rows = await workbench.cluster.waitForRows('another worker', (all) => {
        const second = workerRows(all)[1];
        return second?.isListening === true && second.pid !== before;
      });
      assert.equal(workerRows(rows)[1]?.restarts, 1);
    });

    it('opens the dashboard and reaches its parts', async () => {
      await keyboard.runCommand('Node Cluster: Open Dashboard');
      const dashboard = new DashboardPage(workbench.page);
      await dashboard.waitForOpen('server.js');

      await keyboard.tabTo(/ #1$/, () => dashboard.focused());
      await keyboard.press('ArrowDown');

      assert.match(await dashboard.focused(), / #2$/);
      await picture('dashboard');
    });

    it('stops the run', async () => {
      await keyboard.runCommand('Node Cluster: Stop');

      await workbench.cluster.waitForRows('its end', ([run]) => run?.description.includes('ended') ?? false);
    });
  });
}
