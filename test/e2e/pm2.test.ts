/**
 * Verifies the neighbourhood with a real PM2: what is started in a terminal shows up in the tree, is steered from there,
 * and PM2 itself agrees each time.
 */
import assert from 'node:assert/strict';
import { type Pm2Entry, useOnePm2 } from '../support/pm2';
import { eventually } from '../support/vscode/eventually';
import type { TreeRow } from '../support/vscode/treeView';
import { useSession, useSteps } from '../support/vscode/useSession';

describe('the apps of PM2 in the Cluster view', () => {
  const pm2 = useOnePm2();
  /** By the settings of the terminal: VS Code asks a login shell for the rest, which may have a `PATH` of its own. */
  const environment = () => ({ PM2_HOME: pm2().home, PATH: pm2().surroundings.searchPath });
  const session = useSession(async () => ({
    fixture: 'sample',
    settings: { 'terminal.integrated.env.linux': environment(), 'terminal.integrated.env.osx': environment() },
  }));
  useSteps();

  const app = (rows: readonly TreeRow[]): TreeRow | undefined => rows.find(({ label }) => label === 'web');
  const untilApp = (what: string, pattern: RegExp): Promise<TreeRow[]> =>
    session().workbench.cluster.waitForRows(what, (rows) => pattern.test(app(rows)?.description ?? ''));
  const untilPm2 = (what: string, isSo: (list: readonly Pm2Entry[]) => boolean): Promise<readonly Pm2Entry[]> =>
    eventually(what, async () => {
      const list = await pm2().list();
      return isSo(list) ? list : undefined;
    });
  const isOnline = ({ pm2_env: { status } }: Pm2Entry): boolean => status === 'online';

  it('are not there, nor is a daemon, before PM2 runs anything', async () => {
    await session().workbench.openContainer('Node Cluster');

    assert.match(await session().workbench.cluster.welcome(), /Nothing runs as a cluster yet/);
  });

  it('show up when they are started in a terminal, with the processes that PM2 has', async () => {
    const { workspace } = session();

    await pm2().run(['start', 'server.js', '--name', 'web', '-i', '3'], { cwd: workspace, env: { PORT: '0' } });
    const rows = await untilApp('three processes', /^3\/3 online/);

    const list = await pm2().list();
    assert.deepEqual(
      rows
        .filter(({ label }) => label.startsWith('#'))
        .map(({ ariaLabel }) => Number(/pid (\d+)/.exec(ariaLabel)?.[1])),
      list.map(({ pid }) => pid),
    );
  });

  it('are scaled', async () => {
    const { workbench } = session();

    await workbench.cluster.chooseFromContextMenu('web', 'Scale in PM2...');
    await workbench.quickPick.waitForOpen();
    await workbench.quickPick.type('4');

    await untilApp('four processes', /^4\/4 online/);
    await untilPm2('four processes in PM2', (list) => list.filter(isOnline).length === 4);
  });

  it('are reloaded: every process is another one', async () => {
    const { workbench } = session();
    const before = new Set((await pm2().list()).map(({ pid }) => pid));

    await workbench.cluster.clickAction('web', 'Reload in PM2');

    const list = await untilPm2(
      'four new processes',
      (all) => all.length === 4 && all.every((one) => isOnline(one) && !before.has(one.pid)),
    );
    await workbench.cluster.waitForRows('their pids', (rows) =>
      list.every(({ pid }) => rows.some(({ ariaLabel }) => ariaLabel.includes(`pid ${pid}`))),
    );
  });

  it('have their log followed in a terminal', async () => {
    const { workbench } = session();

    await workbench.cluster.chooseFromContextMenu('web', 'Show PM2 Log');

    await workbench.terminal.waitForText(/listening on http/);
  });

  it('are stopped, and deleted once a person has said so', async () => {
    const { workbench } = session();

    await workbench.cluster.clickAction('web', 'Stop in PM2');
    await untilApp('no process', /^0\/4 online/);
    await untilPm2('stopped processes', (list) => list.every(({ pm2_env: { status } }) => status === 'stopped'));
    await workbench.cluster.clickAction('web', 'Delete from PM2');
    await workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Delete' }).click();

    await untilPm2('nothing in PM2', (list) => list.length === 0);
    await workbench.cluster.waitForRows('no rows', (rows) => rows.length === 0);
  });
});
