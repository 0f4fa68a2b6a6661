/**
 * A person with the dashboard of a run: reads charts and table, switches what is shown, kills a worker and sees it come
 * back, exports, closes and opens again and finds the past still there.
 */
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { listeningCount } from '../support/vscode/clusterRows';
import { DashboardPage } from '../support/vscode/dashboardPage';
import { eventually } from '../support/vscode/eventually';
import { useSampleSession } from '../support/vscode/sampleSession';
import { useSteps } from '../support/vscode/useSession';
import type { Workbench } from '../support/vscode/workbench';

const WORKERS = 3;
const LIGHT = 'Light Modern';
const DARK = 'Dark Modern';
const CONTRAST = 'Default High Contrast';

describe('the dashboard', () => {
  const session = useSampleSession(WORKERS, { 'workbench.colorTheme': LIGHT });
  useSteps();

  let workbench: Workbench;
  let dashboard: DashboardPage;
  let load: ReturnType<typeof setInterval> | undefined;

  before(() => {
    ({ workbench } = session());
    dashboard = new DashboardPage(workbench.page);
  });
  after(() => clearInterval(load));

  const ask = (): void => {
    const answer = fetch(`http://127.0.0.1:${session().port}/`, { headers: { connection: 'close' } });
    void answer.then((response) => response.text()).catch(() => undefined);
  };
  const tab = () => workbench.page.locator('.tab[aria-label*="Dashboard: server.js"]');
  const setInWorkspace = async (settings: Readonly<Record<string, unknown>>): Promise<void> => {
    const folder = path.join(session().workspace, '.vscode');
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'settings.json'), JSON.stringify(settings));
  };
  const exported = async (extension: string): Promise<string | undefined> => {
    const names = await readdir(session().workspace);
    return names.find((name) => /^server-\d{4}/.test(name) && name.endsWith(extension));
  };

  it('opens from the menu of a run', async () => {
    // The folder is there from the start, so that no row of the explorer moves under the mouse later.
    await setInWorkspace({ 'workbench.colorTheme': LIGHT });
    await workbench.page.locator('.explorer-folders-view').getByText('.vscode').waitFor();
    await workbench.chooseInExplorer('server.js', 'Run Clustered');
    await workbench.openContainer('Node Cluster');
    await workbench.cluster.waitForRows('the workers', (rows) => listeningCount(rows) === WORKERS);
    load = setInterval(ask, 10);

    await workbench.cluster.chooseFromContextMenu('server.js', 'Open Dashboard');

    await dashboard.waitForOpen('server.js');
    await tab().waitFor();
    await workbench.page.keyboard.press('Control+J');
  });

  it('reads live values in the legend of each chart', async () => {
    await dashboard.waitForLegend('requests', /^all workers [1-9]\d* req\/s$/);
    await dashboard.waitForLegend('latency', /^p99 [\d.]+ ms$/);
    await dashboard.waitForLegend('cpu', /^all processes \d+ %$/);
    await dashboard.waitForLegend('memory', /^all processes \d+ MB$/);
    await dashboard.waitForLegend('heap', /^limit [\d.]+ [GM]B$/);
    await dashboard.waitForLegend('loop', /^busiest worker \d+ %$/);
    await dashboard.waitForLegend('delay', /^slowest worker [\d.]+ ms$/);
  });

  it('has a row for each worker, with its process', async () => {
    const rows = await dashboard.workers();

    assert.deepEqual(
      rows.map(([slot, state]) => `${slot} ${state}`),
      ['#1 listening', '#2 listening', '#3 listening'],
    );
    assert.ok(rows.every(([, , pid]) => Number(pid) > 0));
  });

  it('draws each worker, and leaves one out by its chip', async () => {
    await dashboard.button('1 min').click();
    await dashboard.button('Each worker').click();
    await dashboard.waitForLegend('cpu', /^#3 \d+ %$/);

    await dashboard.button('#2').click();

    const legend = await eventually('two lines', async () => {
      const entries = await dashboard.legend('cpu');
      return entries.length === 2 ? entries : undefined;
    });
    assert.match(legend.join(), /^#1.*#3/);
    await dashboard.button('All').click();
  });

  it('reads past values under the mouse', async () => {
    const plot = dashboard.chart('requests').locator('.u-over');
    await dashboard.button('Whole run').click();

    await plot.hover({ position: { x: 0.95 * ((await plot.boundingBox())?.width ?? 0), y: 30 } });

    await dashboard
      .chart('cpu')
      .locator('.at')
      .filter({ hasText: /^\d\d:\d\d:\d\d$/ })
      .waitFor();
  });

  it('reads past values by the arrow keys', async () => {
    await workbench.page.mouse.move(5, 5);
    await dashboard.chart('memory').locator('.plot').focus();
    await workbench.page.keyboard.press('ArrowLeft');
    await workbench.page.keyboard.press('ArrowLeft');

    const spoken = dashboard.frame.locator('.spoken').filter({ hasText: /\d\d:\d\d:\d\d: all processes \d+ MB/ });
    await spoken.waitFor({ state: 'attached' });
  });

  it('switches a line off in the legend', async () => {
    const entry = dashboard.chart('latency').getByRole('button', { name: /^p99/ });
    await entry.click();
    await dashboard.chart('latency').locator('[aria-pressed="false"]').filter({ hasText: 'p99' }).waitFor();
    await entry.click();
  });

  it('shows the values behind a chart as a table', async () => {
    await dashboard.chart('requests').getByRole('button', { name: 'Table' }).click();

    const rows = dashboard.chart('requests').locator('.chart-table tbody tr');
    await rows.nth(3).waitFor();
    assert.match((await rows.first().innerText()).trim(), /^\d\d:\d\d:\d\d\s+\d+ req\/s$/);
    await dashboard.chart('requests').getByRole('button', { name: 'Table' }).click();
  });

  it('says which worker served how much', async () => {
    const chart = dashboard.chart('served');
    await chart.getByText(/^The workers share the requests evenly|^Worker \d served/).waitFor();
    const shares = await chart.locator('.bars .part').allInnerTexts();

    const sum = shares.reduce((total, share) => total + Number.parseInt(share, 10), 0);
    assert.ok(Math.abs(sum - 100) <= 2, shares.join());
    await chart.getByText(/a client that keeps its connection stays with its worker/).waitFor();
  });

  it('sorts the workers', async () => {
    await dashboard.button('Worker').click();
    await eventually('the last worker first', async () => (await dashboard.workers())[0]?.[0] === '#3' || undefined);
    await dashboard.button('Worker').click();
  });

  it('kills a worker, whose row changes when it is back', async () => {
    const [, before] = await dashboard.workers();

    await dashboard.act('Force Kill Worker #2');

    await eventually('another pid', async () => {
      const [, row] = await dashboard.workers();
      return (row?.[1] === 'listening' && row[2] !== before?.[2]) || undefined;
    });
    await dashboard.waitForEvent(/#2 \d+ exited killed from here, SIGKILL/);
    await dashboard.waitForEvent(/#2 \d+ listening/);
  });

  it('notes a reload and a scaling', async () => {
    await workbench.cluster.clickAction('server.js', 'Reload');
    await dashboard.waitForEvent(/#3 \d+ replaced by a reload/);
    await workbench.cluster.chooseFromContextMenu('server.js', 'Scale...');
    await workbench.quickPick.type(String(WORKERS + 1));

    await dashboard.waitForEvent(/run scaled from 3 to 4 workers/);
    await eventually('a fourth row', async () => (await dashboard.workers()).length === WORKERS + 1 || undefined);
  });

  for (const [name, theme, kind] of [
    ['light', LIGHT, 'light'],
    ['dark', DARK, 'dark'],
    ['contrast', CONTRAST, 'high contrast'],
  ] as const) {
    it(`follows the theme: ${kind}`, async () => {
      await setInWorkspace({ 'workbench.colorTheme': theme });
      await workbench.waitForTheme(kind);
      await dashboard.frame.getByRole('heading', { level: 1 }).click();
      await workbench.page.keyboard.press('Control+Home');
      await workbench.page.mouse.move(5, 5);
      await dashboard.waitForLegend('requests', /[1-9]\d* req\/s/);
      await workbench.page.waitForTimeout(1_500);
      await workbench.screenshot(`dashboard-${name}`);
      await dashboard.frame.getByRole('heading', { name: 'Workers' }).scrollIntoViewIfNeeded();
      await dashboard.frame.locator('table.events tbody tr').nth(4).scrollIntoViewIfNeeded();
      await workbench.screenshot(`dashboard-${name}-tables`);
    });
  }

  it('exports the numbers to a file', async () => {
    await dashboard.button('Export CSV').click();
    await workbench.quickPick.waitForOpen();
    await workbench.page.keyboard.press('Enter');

    const name = await eventually('the file', () => exported('.csv'));
    const lines = (await readFile(path.join(session().workspace, name), 'utf8')).split('\r\n');
    assert.match(lines[0] ?? '', /^time,worker,cpu,memory,heap/);
    assert.ok(lines.some((line) => /Z,2,[\d.]+,\d+/.test(line)));
  });

  it('has its past again after it was closed', async () => {
    await tab().hover();
    await tab().locator('.tab-actions .action-label').click();
    await tab().waitFor({ state: 'detached' });

    await workbench.runCommand('Node Cluster: Open Dashboard');

    await dashboard.waitForOpen('server.js');
    await dashboard.waitForEvent(/run scaled from 3 to 4 workers/);
    await dashboard.button('5 min').click();
    await dashboard.chart('cpu').getByRole('button', { name: 'Table' }).click();
    const rows = dashboard.chart('cpu').locator('.chart-table tbody tr');
    await rows.nth(11).waitFor({ timeout: 5_000 });
  });

  it('keeps what was chosen while it is out of sight', async () => {
    await dashboard.button('Each worker').click();
    await workbench.openContainer('Explorer');
    await workbench.page
      .locator('.explorer-folders-view')
      .getByText(/^server-.*\.csv$/)
      .waitFor();
    await workbench.openFile('README.md');

    await tab().click();

    await dashboard.frame.locator('.switch [aria-pressed="true"]').filter({ hasText: 'Each worker' }).waitFor();
    await dashboard.waitForLegend('cpu', /^#4 \d+ %$/);
  });

  it('is there again after the window was reloaded', async () => {
    // By its command, which lets VS Code put its layout away; a new visit to the page would not wait for that.
    const loaded = workbench.page.waitForEvent('load');
    await workbench.runCommand('Developer: Reload Window');
    await loaded;
    await workbench.activityBarIcon('Node Cluster').waitFor();

    await dashboard.waitForOpen('server.js');
    await dashboard.waitForLegend('cpu', /^#4 \d+ %$/);
    await eventually('the workers', async () => (await dashboard.workers()).length === WORKERS + 1 || undefined);
  });

  it('says above the line that listens how the run serves, and leads back', async () => {
    await workbench.openFile('server.js');
    // The line is the last one, which the panel may leave no room for.
    await workbench.page.keyboard.press('Control+End');
    const lens = workbench.page
      .locator('.codelens-decoration a')
      .filter({ hasText: /4 workers, \d+ req\/s, p99 [\d.]+ ms/ });
    await lens.waitFor();
    await workbench.screenshot('code-lens');

    await lens.click();

    await dashboard.waitForOpen('server.js');
  });

  it('has no such line where the setting says so', async () => {
    await setInWorkspace({ 'nodeCluster.codeLens': false });
    await workbench.openFile('server.js');

    await workbench.page.locator('.codelens-decoration').waitFor({ state: 'detached' });
    await tab().click();
  });

  it('says that the run has ended and keeps its last minutes', async () => {
    clearInterval(load);
    await workbench.openContainer('Node Cluster');
    await workbench.cluster.clickAction('server.js', 'Stop');

    await dashboard.frame.getByText(/^The run has ended after/).waitFor();
    assert.ok(await dashboard.button('Kill Worker #1').isDisabled());
    await workbench.screenshot('dashboard-ended');
  });

  it('follows when the app is run again', async () => {
    await workbench.cluster.clickAction('server.js', 'Restart');

    await dashboard.frame.getByText(/3\/3 ready|4\/4 ready/).waitFor();
    await workbench.cluster.clickAction('server.js', 'Stop');
  });
});
