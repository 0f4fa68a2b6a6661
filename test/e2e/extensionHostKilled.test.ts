/**
 * Verifies the hardest end of an editor: its extension host is killed during a run. The app serves on, and the host that
 * VS Code starts in its place finds the same run with its history.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { answeringPids } from '../support/answeringPids';
import { listeningCount, workerPids, workerRows } from '../support/vscode/clusterRows';
import { eventually } from '../support/vscode/eventually';
import { useSampleSession } from '../support/vscode/sampleSession';

const WORKERS = 2;

/** The extension hosts that belong to a session, known by the temporary folder that only it has. */
function extensionHosts(tmp: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter(
      (pid) => readProc(pid, 'cmdline').includes('--type=extensionHost') && readProc(pid, 'environ').includes(tmp),
    )
    .map(Number);
}

function readProc(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // It ended between the two looks.
    return '';
  }
}

describe('the extension host killed during a run', () => {
  const session = useSampleSession(WORKERS);

  it('leaves the app serving, and the next host shows the same run, pids and restarts', async () => {
    const { workbench, port, tmp } = session();
    await workbench.chooseInExplorer('server.js', 'Run Clustered');
    await workbench.openContainer('Node Cluster');
    await workbench.cluster.waitForRows('the workers', (rows) => listeningCount(rows) === WORKERS);
    await workbench.cluster.clickAction('#1', 'Kill Worker');
    const before = await workbench.cluster.waitForRows('worker #1 back', (rows) => {
      return workerRows(rows)[0]?.restarts === 1 && listeningCount(rows) === WORKERS;
    });

    const [host] = extensionHosts(tmp);
    assert.ok(host);
    process.kill(host, 'SIGKILL');
    assert.deepEqual(await answeringPids(port, WORKERS), workerPids(before));
    await eventually(
      'another extension host',
      () => {
        const [next] = extensionHosts(tmp);
        return next !== undefined && next !== host ? true : undefined;
      },
      { timeout: 60_000 },
    );
    await workbench.reload();
    await workbench.openContainer('Node Cluster');

    const after = await workbench.cluster.waitForRows('the run again', (rows) => listeningCount(rows) === WORKERS);
    assert.deepEqual(workerRows(after), workerRows(before));
  });
});
