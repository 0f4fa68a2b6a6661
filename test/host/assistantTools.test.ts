/** Verifies the tools of an assistant as VS Code invokes them, on a real run. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RunSnapshot } from '../../src/api';
import { endRuns, findApi, startRun } from '../support/vscode/insideHost';

/** What the tool says, as a model gets it. No chat asks here, so VS Code wants no confirmation. */
async function invoke(name: string, input: object = {}): Promise<string> {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}

describe("an assistant's tools", function () {
  this.timeout(60_000);
  let run: RunSnapshot;

  before(async () => {
    run = await startRun('server.js', 2);
  });
  after(endRuns);

  it('are those of the manifest', () => {
    const promised: { name: string }[] =
      vscode.extensions.getExtension('node-cluster.node-cluster')?.packageJSON.contributes.languageModelTools;

    const known = new Set(vscode.lm.tools.map(({ name }) => name));

    assert.deepEqual(
      promised.filter(({ name }) => !known.has(name)),
      [],
    );
  });

  it('list the runs with their workers', async () => {
    const { runs } = JSON.parse(await invoke('nodeCluster_listRuns'));

    assert.equal(runs[0].runId, run.id);
    assert.deepEqual(
      runs[0].workers.map(({ pid }: { pid: number }) => pid),
      run.workers.map(({ pid }) => pid),
    );
  });

  it("read one worker's log", async () => {
    const log = await invoke('nodeCluster_readLog', { worker: 2 });

    assert.match(log, /^#2 \| /);
    assert.doesNotMatch(log, /^#1 \| /m);
  });

  it('reload every worker', async () => {
    const outcome = JSON.parse(await invoke('nodeCluster_reload'));

    const [now] = (await findApi()).runs;
    assert.deepEqual(outcome, { status: 'done' });
    for (const [index, { pid }] of run.workers.entries()) assert.notEqual(now?.workers[index]?.pid, pid);
  });

  it('say what is wrong when they are asked for what is not there', async () => {
    const outcome = JSON.parse(await invoke('nodeCluster_restart', { worker: 9 }));

    assert.equal(outcome.code, 'noWorkers');
  });
});
