/**
 * Export to Kubernetes and Export to Compose on a live run: the files lie in the app's folder, have the numbers of the run
 * and no secret, and leave what is there already alone.
 */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { parse, parseAllDocuments } from 'yaml';
import type { NodeClusterApi, RunSnapshot } from '../../src/api';
import { eventually } from '../support/vscode/eventually';
import { freePort } from '../support/vscode/freePort';
import { codeOf, inWorkspace } from '../support/vscode/insideHost';

const read = async (name: string): Promise<string> =>
  new TextDecoder().decode(await vscode.workspace.fs.readFile(inWorkspace(name)));

describe('the exports for containers', function () {
  this.timeout(60_000);
  let run: RunSnapshot;
  let port: number;

  const setSticky = (value: string | undefined): Thenable<void> =>
    vscode.workspace.getConfiguration('nodeCluster').update('sticky', value, vscode.ConfigurationTarget.Global);

  before(async () => {
    await setSticky('cookie');
    const extension = vscode.extensions.getExtension<NodeClusterApi>('node-cluster.node-cluster');
    assert.ok(extension);
    const api = await extension.activate();
    port = await freePort();
    const env = { PORT: String(port), GREETING: 'hello', DB_PASSWORD: 'hunter2', REDIS: 'redis://:hunter2@cache' };
    run = await api.run({ entry: 'server.js', workers: 3, env });
    const isListening = (): boolean => api.runs[0]?.workers.every(({ state }) => state === 'listening') === true;
    await eventually('three listening workers', () => isListening() || undefined);
  });
  after(async () => {
    await codeOf('stop', { runId: run.id }, { force: true });
    await setSticky(undefined);
  });

  it('write Kubernetes objects with the workers, the port and the measured memory of the run', async () => {
    const values = ['PORT', 'GREETING', 'DB_PASSWORD', 'REDIS'];
    assert.equal(await codeOf('exportKubernetes', { runId: run.id }, { values, replace: true }), 'done');

    const text = await read('kubernetes.yaml');
    const [deployment, service, scaler] = parseAllDocuments(text).map((document) => document.toJS());
    const [container] = deployment.spec.template.spec.containers;
    assert.equal(deployment.spec.replicas, 3);
    assert.equal(container.ports[0].containerPort, port);
    assert.equal(service.spec.ports[0].targetPort, 'http');
    assert.equal(service.spec.sessionAffinity, 'ClientIP');
    assert.equal(scaler.spec.minReplicas, 3);
    assert.match(container.resources.requests.memory, /^\d+Mi$/);
    assert.match(text, /GREETING\n\s+value: hello/);
    assert.doesNotMatch(text, /hunter2/);
    assert.equal(vscode.window.activeTextEditor?.document.uri.path, inWorkspace('kubernetes.yaml').path);
  });

  it('write a Compose file and a Dockerfile, and keep a Dockerfile that is there', async () => {
    assert.equal(await codeOf('exportCompose', { runId: run.id }, { values: [], replace: true }), 'done');
    assert.match(await read('Dockerfile'), /^CMD \["node","\.\/server\.js"\]$/m);
    await vscode.workspace.fs.writeFile(inWorkspace('Dockerfile'), new TextEncoder().encode('FROM scratch\n'));

    assert.equal(await codeOf('exportCompose', { runId: run.id }, { values: [], replace: false }), 'cancelled');

    const text = await read('compose.yaml');
    assert.equal(parse(text).services.app.deploy.replicas, 3);
    assert.deepEqual(parse(text).services.proxy.ports, [`${port}:80`]);
    assert.doesNotMatch(text, /hunter2|hello/);
    assert.equal(await read('Dockerfile'), 'FROM scratch\n');
  });
});
