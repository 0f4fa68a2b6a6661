/**
 * Verifies the hard ends of an editor. When its extension host is killed, the app serves on and the next host finds the
 * same run with its history; when all of it is killed, nothing of the run is left either.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { answeringPids } from '../support/answeringPids';
import { listeningCount, workerPids, workerRows } from '../support/vscode/clusterRows';
import { eventually } from '../support/vscode/eventually';
import { useSampleSession } from '../support/vscode/sampleSession';

const WORKERS = 2;

/** The processes of a session whose command line fits, known by the temporary folder that only the session has. */
function processesOf(tmp: string, fits: (commandLine: string) => boolean): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => readProc(pid, 'environ').includes(tmp) && fits(readProc(pid, 'cmdline')))
    .map(Number);
}

const extensionHosts = (tmp: string): number[] => processesOf(tmp, (line) => line.includes('--type=extensionHost'));

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

describe('the whole of VS Code killed during a run', () => {
  const session = useSampleSession(WORKERS);

  it('takes the run along with the terminal that it was in: nothing is left', async () => {
    const { workbench, tmp } = session();
    await workbench.chooseInExplorer('server.js', 'Run Clustered');
    await workbench.openContainer('Node Cluster');
    await workbench.cluster.waitForRows('the workers', (rows) => listeningCount(rows) === WORKERS);
    const isApp = (line: string): boolean => line.includes('server.js');
    assert.equal(processesOf(tmp, isApp).length, WORKERS + 1);

    for (const pid of processesOf(tmp, (line) => !isApp(line))) process.kill(pid, 'SIGKILL');

    const isOver = (): true | undefined => processesOf(tmp, isApp).length === 0 || undefined;
    await eventually('the app to be gone', isOver, { timeout: 5000 });
  });
});
