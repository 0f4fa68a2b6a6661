/**
 * Verifies the dashboard's end in the extension host: one panel for each run, and the line above the code that listens.
 * What the page shows is the e2e test's to read.
 */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { NodeClusterApi, RunSnapshot } from '../../src/api';
import { eventually } from '../support/vscode/eventually';
import { freePort } from '../support/vscode/freePort';
import { codeOf, endRuns, findApi, inWorkspace } from '../support/vscode/insideHost';

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  await eventually(what, async () => (await isSo()) || undefined);
}

function dashboards(): vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(
    ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('nodeCluster.dashboard'),
  );
}

async function lensTitles(): Promise<string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    inWorkspace('server.js'),
    20,
  );
  return lenses.flatMap(({ command }) => (command?.command === 'nodeCluster.openDashboard' ? [command.title] : []));
}

describe('the dashboard', function () {
  this.timeout(60_000);
  let api: NodeClusterApi;
  let run: RunSnapshot;
  let port: number;

  before(async () => {
    api = await findApi();
    assert.equal(await codeOf('openDashboard'), 'noRuns');
    port = await freePort();
    run = await api.run({ entry: 'server.js', workers: 2, env: { PORT: String(port) } });
  });

  it('opens for the only run without a question', async () => {
    assert.equal(await codeOf('openDashboard'), 'done');

    await until('a tab', () => dashboards().length === 1);
    assert.equal(dashboards()[0]?.label, 'Dashboard: server.js');
  });

  it('is one for each run, however often it is asked for', async () => {
    assert.equal(await codeOf('openDashboard', { runId: run.id }), 'done');

    assert.equal(dashboards().length, 1);
  });

  it('says that a run is gone', async () => {
    assert.equal(await codeOf('openDashboard', { runId: 'gone' }), 'runGone');
  });

  it('has its numbers above the line that listens too', async () => {
    const load = setInterval(() => void fetch(`http://127.0.0.1:${port}/`).then((answer) => answer.text()), 20);
    await vscode.window.showTextDocument(inWorkspace('server.js'));

    try {
      await until('the line', async () => /^2 workers, \d+ req\/s, p99 [\d.]+ ms$/.test((await lensTitles()).join()));
    } finally {
      clearInterval(load);
    }
  });

  it('has no line where the setting is off', async () => {
    const settings = vscode.workspace.getConfiguration('nodeCluster');
    await settings.update('codeLens', false);

    assert.deepEqual(await lensTitles(), []);
    await settings.update('codeLens', undefined);
  });

  it('stays when its run ends, and says nothing above the code any more', async () => {
    await codeOf('stop', { runId: run.id });
    await until('the end', () => api.runs.every(({ link }) => link === 'ended'));

    assert.equal(dashboards().length, 1);
    assert.deepEqual(await lensTitles(), []);
  });

  after(async () => {
    await vscode.window.tabGroups.close(dashboards());
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await endRuns();
  });
});
