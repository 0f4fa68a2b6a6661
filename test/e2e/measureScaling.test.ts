/** A person who wants to know how many workers are worth it: says where and how much, waits, and reads the answer. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { listeningCount } from '../support/vscode/clusterRows';
import { eventually } from '../support/vscode/eventually';
import { useSampleSession } from '../support/vscode/sampleSession';
import { useSteps } from '../support/vscode/useSession';
import type { Workbench } from '../support/vscode/workbench';

const WORKERS = 2;
/** For a measurement up to four workers, on a machine that is busy. */
const PATIENCE = 120_000;

describe('measuring how an app scales', () => {
  const session = useSampleSession(WORKERS);
  useSteps();

  let workbench: Workbench;
  let frame: FrameLocator;

  before(() => {
    ({ workbench } = session());
    frame = workbench.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  });

  it('asks for a path and connections, and refuses another machine at once', async () => {
    await workbench.chooseInExplorer('server.js', 'Run Clustered');
    await workbench.openContainer('Node Cluster');
    await workbench.cluster.waitForRows('the workers', (rows) => listeningCount(rows) === WORKERS);

    await workbench.cluster.chooseFromContextMenu('server.js', 'Measure Scaling');
    await workbench.quickPick.type('http://example.com/');
    await workbench.quickPick.waitForMessage(/example\.com is not this machine/);
    await workbench.quickPick.type('/');
    await workbench.page.getByText('(2 of 2)').waitFor();
    await workbench.quickPick.type('20');
  });

  it('says in a sentence how many workers are worth having, beside charts and a table', async () => {
    const sentence = frame.locator('.result[data-standing="done"] .sentence');
    await sentence.waitFor({ timeout: PATIENCE });

    assert.match(await sentence.innerText(), /serves? |too busy/);
    assert.equal(await frame.locator('.chart .u-over').count(), 2);
    const rows = await frame.locator('.figures tbody tr').allInnerTexts();
    assert.ok(rows.length >= 4, rows.join('\n'));
    assert.match(rows[0] ?? '', /^1\b.*\d+ req\/s/s);
    await workbench.screenshot('scaling');
  });

  it('reads the values of a step under the mouse', async () => {
    const plot = frame.locator('.chart').first().locator('.u-over');

    await plot.hover({ position: { x: 5, y: 30 } });

    await frame.locator('.chart .at').filter({ hasText: 'workers: 1' }).waitFor();
  });

  it('leaves the run with the workers that it had', async () => {
    await workbench.cluster.waitForRows('the workers', (rows) => listeningCount(rows) === WORKERS);
  });

  it('exports the figures', async () => {
    await frame.getByRole('button', { name: 'Export JSON' }).click();
    await workbench.quickPick.waitForOpen();
    await workbench.page.keyboard.press('Enter');

    const name = await eventually('the file', async () =>
      (await readdir(session().workspace)).find((file) => /^server-scaling-.*\.json$/.test(file)),
    );
    const { connections, steps } = JSON.parse(await readFile(path.join(session().workspace, name), 'utf8'));
    assert.equal(connections, 20);
    assert.ok(steps.length >= 4);
  });
});
