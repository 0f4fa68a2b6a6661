/** The settings for connections reach a run: sticky sessions work for an unchanged socket.io app, and the run says which are in force. */
import assert from 'node:assert/strict';
import { copyFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { APPS, NODE } from '../support/clusterRun';
import { ROOT } from '../support/process.mjs';
import { SocketClients } from '../support/socketClients';
import { workerPids, workerRows } from '../support/vscode/clusterRows';
import { freePort } from '../support/vscode/freePort';
import { useSession } from '../support/vscode/useSession';

const WORKERS = 4;

describe('Run Clustered on a socket.io app', () => {
  let port = 0;
  const session = useSession(async () => {
    port = await freePort();
    return {
      fixture: 'sample',
      settings: {
        'nodeCluster.workers': WORKERS,
        'nodeCluster.env': { PORT: String(port) },
        'nodeCluster.nodePath': NODE,
        'nodeCluster.sticky': 'socket.io',
        'nodeCluster.scheduling': 'os',
      },
    };
  });

  it('keeps fifty long-polling clients, and has them back after a reload', async () => {
    const { workbench, workspace } = session();
    copyFileSync(path.join(APPS, 'socketio.js'), path.join(workspace, 'server.js'));
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(workspace, 'node_modules'), 'junction');
    await workbench.chooseInExplorer('server.js', 'Run Clustered');
    await workbench.openContainer('Node Cluster');
    await workbench.cluster.waitForRows('four workers', (rows) => {
      const workers = workerRows(rows);
      return workers.length === WORKERS && workers.every(({ isListening }) => isListening);
    });
    const clients = new SocketClients({ port, clients: 50 });
    await clients.connect();
    await clients.talk(3);
    assert.deepEqual([clients.errors, clients.losses], [[], []]);
    const before = workerPids(await workbench.cluster.rows());
    await workbench.screenshot('sticky');

    await workbench.cluster.clickAction('server.js', 'Reload Without Losing Requests');
    await workbench.cluster.waitForRows('the reload', ([run]) => /reload/.test(run?.description ?? ''));
    await workbench.screenshot('sticky-reload');
    await workbench.cluster.waitForRows('four new workers', (rows) => {
      const [run] = rows;
      const isNew = workerPids(rows).every((pid) => !before.includes(pid));
      return isNew && !/reload/.test(run?.description ?? '') && /4\/4 ready/.test(run?.description ?? '');
    });
    await clients.untilConnected();
    assert.ok((await clients.talk(2)).every(({ text }) => text === 'word 2'));
    clients.close();
  });

  it('says in the tooltip how connections and sessions find their workers', async () => {
    const { workbench } = session();

    const text = await workbench.cluster.hover('server.js');
    await workbench.screenshot('sticky-tooltip');

    assert.match(text, /Connections.*Sticky sessions/s);
  });
});
