/**
 * A person who watches a run: numbers that move under a selection that stays, the details on hover, the output of one
 * worker, the status bar, and what a worker in trouble looks like.
 */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { listeningCount } from '../support/vscode/clusterRows';
import { eventually } from '../support/vscode/eventually';
import { useSampleSession } from '../support/vscode/sampleSession';
import type { TreeRow } from '../support/vscode/treeView';
import { useSteps } from '../support/vscode/useSession';
import type { Workbench } from '../support/vscode/workbench';

const WORKERS = 2;

/** Serves; the first worker dies of itself, whenever it is started. */
const BROKEN = `
require('node:http').createServer().listen(Number(process.env.PORT));
if (process.env.NODE_APP_INSTANCE === '0') setTimeout(() => { throw new TypeError('broken on purpose'); }, 100);
`;

describe('watching a run', () => {
  const session = useSampleSession(WORKERS);
  useSteps();

  let workbench: Workbench;
  let port: number;
  before(() => {
    ({ workbench, port } = session());
  });

  const waitForRow = (label: string, pattern: RegExp): Promise<TreeRow[]> =>
    workbench.cluster.waitForRows(`${label} to say ${pattern}`, (rows) =>
      rows.some((row) => row.label === label && pattern.test(row.description)),
    );
  const askOften = async (): Promise<void> => {
    for (let count = 0; count < 40; count += 1)
      await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
  };
  const selected = (): Locator => workbench.page.locator('.part.sidebar .monaco-list-row.selected');

  it('shows the numbers of every process', async () => {
    await workbench.chooseInExplorer('server.js', 'Run Clustered');
    await workbench.openContainer('Node Cluster');
    await workbench.cluster.waitForRows('the workers', (rows) => listeningCount(rows) === WORKERS);

    await waitForRow('primary', /^\d+ · \d+ % · \d+ MB · v\d+/);
    for (const label of ['#1', '#2']) await waitForRow(label, /^\d+ · \d+ % · \d+ MB · loop \d+ %/);
  });

  it('shows requests as they come', async () => {
    const look = async (): Promise<true | undefined> => {
      await askOften();
      const rows = await workbench.cluster.rows();
      return rows.some(({ description }) => /[1-9]\d* req\/s/.test(description)) || undefined;
    };

    await eventually('requests per second', look);
    await workbench.screenshot('numbers');
  });

  it('leaves the selection where it is while the numbers move', async () => {
    await workbench.cluster.click('#2');
    const before = await selected().getAttribute('aria-label');
    const seen = new Set<string>();

    await eventually('three updates', async () => {
      await askOften();
      seen.add((await workbench.cluster.rows()).map(({ description }) => description).join());
      return seen.size > 3 || undefined;
    });

    assert.match(before ?? '', /^Worker 2/);
    assert.match((await selected().getAttribute('aria-label')) ?? '', /^Worker 2/);
  });

  it('has the details on hover', async () => {
    const text = await workbench.cluster.hover('#1');

    for (const part of ['Worker 1', 'listening', 'Event loop', 'Loop delay', 'Heap'])
      assert.ok(text.includes(part), text);
    await workbench.screenshot('details');
  });

  it('sums up in the status bar, which leads to the view', async () => {
    const item = workbench.statusBarItem(/2\/2 · \d+ % · \d+ MB/);
    await workbench.page.keyboard.press('Control+Shift+E');

    await workbench.statusBarItem(/2\/2/).click();

    await item.waitFor();
    await workbench.cluster.waitForRows('the run', (rows) => rows.length > 0);
  });

  // What the channel then says is the host suite's: this build of VS Code has no native logger and shows no text in any.
  it('has the output of one worker in a channel of its own', async () => {
    await workbench.cluster.chooseFromContextMenu('#1', 'Show Log');

    const channel = workbench.page.locator('.part.panel select.monaco-select-box option:checked');
    await channel.filter({ hasText: 'server.js #1 (Node Cluster)' }).first().waitFor({ state: 'attached' });
  });

  it('leaves the status bar when the run ends', async () => {
    await workbench.cluster.clickAction('server.js', 'Stop');

    await workbench.statusBarItem(/\d\/\d/).waitFor({ state: 'detached' });
  });

  it('shows a worker that keeps crashing by its state, its error and a badge', async () => {
    const { workspace } = session();
    await writeFile(path.join(workspace, 'broken.js'), BROKEN);
    await workbench.chooseInExplorer('broken.js', 'Run Clustered');
    await workbench.openContainer('Node Cluster');

    await waitForRow('#1', /^(backing off|crash looping) · .*TypeError: broken on purpose \(broken\.js:3\)/);
    const badge = workbench.page.locator('.part.activitybar .badge-content').filter({ hasText: /^1$/ });
    await badge.waitFor();
    await workbench.screenshot('trouble');
    await workbench.cluster.clickAction('broken.js', 'Stop');
    await badge.waitFor({ state: 'detached' });
  });
});
