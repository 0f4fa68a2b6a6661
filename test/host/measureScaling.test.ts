/**
 * Measure Scaling in the extension host: a live run is measured and left as it was, an entry is started and stopped for
 * it, and only this machine is loaded. What the figures mean is the unit tests' to say.
 */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { NodeClusterApi } from '../../src/api';
import { freePort } from '../support/vscode/freePort';
import { codeOf, findApi, inWorkspace } from '../support/vscode/insideHost';

const OPTIONS = { path: '/', connections: 4, workers: 1 };

const measure = (...args: unknown[]): Promise<string> => codeOf('measureScaling', ...args);

const tabs = (): string[] =>
  vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .flatMap(({ input, label }) =>
      input instanceof vscode.TabInputWebview && input.viewType.endsWith('nodeCluster.scaling') ? [label] : [],
    );

describe('measuring how an app scales', function () {
  this.timeout(90_000);
  let api: NodeClusterApi;

  before(async () => {
    api = await findApi();
    const env = { PORT: String(await freePort()) };
    await vscode.workspace.getConfiguration('nodeCluster').update('env', env, vscode.ConfigurationTarget.Global);
  });
  after(async () => {
    await vscode.workspace.getConfiguration('nodeCluster').update('env', undefined, vscode.ConfigurationTarget.Global);
  });

  it('starts an entry where nothing runs, shows the page, and stops the app again', async () => {
    assert.equal(await measure(inWorkspace('server.js').fsPath, OPTIONS), 'done');

    assert.deepEqual(tabs(), ['Scaling: server.js']);
    assert.deepEqual(
      api.runs.filter(({ link }) => link !== 'ended'),
      [],
    );
  });

  it('measures a live run and leaves it with its workers', async () => {
    const run = await api.run({ entry: 'server.js', workers: 2 });
    const before = api.runs.find(({ id }) => id === run.id)?.target;

    const first = measure({ runId: run.id }, OPTIONS);
    assert.equal(await measure({ runId: run.id }, OPTIONS), 'measuring');

    assert.equal(await first, 'done');
    assert.equal(before, 2);
    assert.equal(api.runs.find(({ id }) => id === run.id)?.target, 2);
  });

  it('loads no other machine, and says so', async () => {
    const [run] = api.runs;

    assert.equal(await measure({ runId: run?.id }, { ...OPTIONS, path: 'http://example.com/' }), 'notLoopback');
    assert.equal(await measure({ runId: run?.id }, { ...OPTIONS, workers: 99 }), 'badWorkers');
  });

  it('ends with its run', async () => {
    assert.ok(await vscode.commands.executeCommand('nodeCluster.stop', { runId: api.runs[0]?.id }, { force: true }));
  });
});
