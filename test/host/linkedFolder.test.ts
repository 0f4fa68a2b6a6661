/**
 * Verifies that a folder may be reached through a link: the processes of a run name their files by their real paths, and
 * the window by the path that it has.
 */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../support/vscode/eventually';
import { freePort } from '../support/vscode/freePort';
import { endRuns, findApi, inWorkspace } from '../support/vscode/insideHost';

describe('a folder that is reached through a link', function () {
  this.timeout(60_000);
  const setting = () => vscode.workspace.getConfiguration('nodeCluster');
  let real: string;

  before(() => {
    real = realpathSync(mkdtempSync(path.join(tmpdir(), 'nc-')));
    for (const name of ['package.json', 'server.js']) cpSync(inWorkspace(name).fsPath, path.join(real, name));
    // A junction on Windows, which needs no rights.
    symlinkSync(real, inWorkspace('linked').fsPath, 'junction');
  });

  after(async () => {
    await setting().update('reloadOnSave', undefined, vscode.ConfigurationTarget.Workspace);
    await endRuns();
    rmSync(inWorkspace('linked').fsPath);
    rmSync(real, { recursive: true });
  });

  it('has its script come up as a run, which reloads when a file is saved', async () => {
    const api = await findApi();
    const env = { PORT: String(await freePort()) };
    const { id } = await api.run({ script: 'start', cwd: 'linked', workers: 1, env });
    const current = () => api.runs.find((run) => run.id === id);
    const until = (what: string, isSo: (pid: number | undefined) => boolean) =>
      eventually(what, () => {
        const [worker] = current()?.workers ?? [];
        return (worker?.state === 'listening' && isSo(worker.pid)) || undefined;
      });
    await until('a worker that listens', () => true);
    const before = current()?.workers[0]?.pid;
    await setting().update('reloadOnSave', true, vscode.ConfigurationTarget.Workspace);

    const editor = await vscode.window.showTextDocument(inWorkspace('linked', 'server.js'));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// saved\n'));
    await editor.document.save();

    await until('another worker that listens', (pid) => pid !== before);
    assert.equal(current()?.entry, path.join(real, 'server.js'));
  });
});
