/**
 * A person who looks into a worker: from the row of one that is stuck to the line that it is executing, while it is stuck;
 * and a CPU profile and a heap snapshot of one that serves, in VS Code's own viewers.
 */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { APPS } from '../support/clusterRun';
import { listeningCount } from '../support/vscode/clusterRows';
import { eventually } from '../support/vscode/eventually';
import { useSampleSession } from '../support/vscode/sampleSession';
import { useSteps } from '../support/vscode/useSession';
import type { Workbench } from '../support/vscode/workbench';

const WORKERS = 2;
const APP = 'stuck.js';

describe('looking into a worker', () => {
  const session = useSampleSession(WORKERS);
  useSteps();
  let workbench: Workbench;
  let release: string;
  let slot: string;

  before(async () => {
    ({ workbench } = session());
    const { workspace } = session();
    release = path.join(workspace, 'release');
    const text = await readFile(path.join(APPS, APP), 'utf8');
    await writeFile(path.join(workspace, APP), text.replace("RELEASE = ''", `RELEASE = ${JSON.stringify(release)}`));
    await workbench.chooseInExplorer(APP, 'Run Clustered');
    await workbench.openContainer('Node Cluster');
    await workbench.cluster.waitForRows('the workers', (rows) => listeningCount(rows) === WORKERS);
  });

  const waitForEditor = (pattern: RegExp): Promise<true> =>
    eventually(`an editor ${pattern}`, async () => {
      const titles = await workbench.editorTitles();
      return titles.some((title) => pattern.test(title)) || undefined;
    });

  it('opens the editor at the line where it is stuck, with the stack, while it is stuck', async () => {
    const pid = await (await fetch(`http://127.0.0.1:${session().port}/stuck`)).text();
    const rows = await workbench.cluster.waitForRows('a worker that does not answer', (all) =>
      all.some(({ description }) => description.startsWith(`unresponsive · ${pid}`)),
    );
    slot = rows.find(({ description }) => description.includes(pid))?.label ?? '';

    await workbench.cluster.clickAction(slot, 'Show Where It Is Stuck');

    const frames = await eventually('the stack', async () => {
      const items = await workbench.quickPick.items();
      return items.length > 1 ? items : undefined;
    });
    assert.match(frames.join('\n'), /spinUntilReleased.*stuck\.js:\d+[\s\S]*handleOrder.*stuck\.js:\d+/);
    const lines = (await readFile(path.join(APPS, APP), 'utf8')).split('\n');
    const line = lines.findIndex((text) => text.includes('for (let turn')) + 1;
    await workbench.page.locator('.line-numbers.active-line-number', { hasText: String(line) }).waitFor();
    await workbench.screenshot('stuck-worker');
    await workbench.quickPick.cancel();
    assert.match(await workbench.cluster.hover(slot), /Show Where It Is Stuck/);
  });

  it('leaves the worker as it was: when its loop ends, it serves', async () => {
    await writeFile(release, '');

    await workbench.cluster.waitForRows('all workers to answer', (rows) => listeningCount(rows) === WORKERS);
  });

  it('says so when it is not stuck any more', async () => {
    await workbench.runCommand('Node Cluster: Show Where It Is Stuck');

    await workbench.waitForNotification(/No worker is stuck/);
    assert.equal(await workbench.severityOf(/No worker is stuck/), 'info');
  });

  it('records a CPU profile and opens it', async () => {
    await workbench.cluster.chooseFromContextMenu(slot, 'Record CPU Profile...');
    await workbench.quickPick.type('1');

    await waitForEditor(/stuck worker \d\.cpuprofile/);
    await workbench.screenshot('cpu-profile');
  });

  it('takes a heap snapshot, after it has said what that costs, and opens it', async () => {
    await workbench.cluster.chooseFromContextMenu(slot, 'Take Heap Snapshot...');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.getByText(/will stand still/).waitFor();
    await workbench.screenshot('heap-snapshot-dialog');
    await dialog.getByRole('button', { name: 'Take Heap Snapshot' }).click();

    await waitForEditor(/stuck worker \d\.heapsnapshot/);
    await workbench.screenshot('heap-snapshot');
  });
});
