/** Verifies that a run started in any shell, with no editor's help, shows up in a window on its folder by itself. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { ROOT } from '../support/process.mjs';
import { listeningCount } from '../support/vscode/clusterRows';
import { freePort } from '../support/vscode/freePort';
import { useSession } from '../support/vscode/useSession';

describe('a run from a shell', () => {
  const session = useSession({ fixture: 'sample' });
  let app: ChildProcess | undefined;

  after(async () => {
    if (!app || app.exitCode !== null || app.signalCode !== null) return;
    app.kill('SIGTERM');
    await once(app, 'exit');
  });

  it('shows its workers in the window on its folder, and its end', async () => {
    const { workbench, workspace, tmp } = session();
    await workbench.openContainer('Node Cluster');
    const env = { ...process.env, TMPDIR: tmp, PORT: String(await freePort()), NODE_CLUSTER: '{"workers":4}' };
    const preload = path.join(ROOT, 'dist', 'preload.cjs');

    app = spawn(process.execPath, ['--require', preload, 'server.js'], { cwd: workspace, env, stdio: 'ignore' });
    const rows = await workbench.cluster.waitForRows('four workers', (all) => listeningCount(all) === 4);
    app.kill('SIGINT');
    await once(app, 'exit');

    assert.equal(rows[0]?.label, 'server.js');
    await workbench.cluster.waitForRows('the end', ([run]) => run?.description.includes('ended') ?? false);
  });
});
