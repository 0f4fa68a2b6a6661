/**
 * Verifies debugging with the real debugger of VS Code: every worker is a session that stops at breakpoints from its
 * first line, replaced workers are attached again as the setting says, and Stop of the debugger ends the run.
 */
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import * as vscode from 'vscode';
import type { NodeClusterApi } from '../../src/api';
import type { CommandOutcome } from '../../src/ui/commands/ids';
import { breakAt, DebugWatch, goOn, placeOf } from '../support/debugWatch';
import { eventually } from '../support/vscode/eventually';

function inWorkspace(name: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'a folder is open');
  return vscode.Uri.joinPath(folder.uri, name);
}

async function execute(command: string, ...args: unknown[]): Promise<string> {
  const outcome = await vscode.commands.executeCommand<CommandOutcome>(`nodeCluster.${command}`, ...args);
  return outcome.status === 'failed' ? outcome.code : outcome.status;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

async function configure(values: Readonly<Record<string, unknown>>): Promise<void> {
  const settings = vscode.workspace.getConfiguration('nodeCluster');
  for (const [name, value] of Object.entries(values)) await settings.update(name, value);
}

describe('Debug Clustered', function () {
  this.timeout(90_000);
  let api: NodeClusterApi;
  let watch: DebugWatch;
  let port: number;

  before(async () => {
    const extension = vscode.extensions.getExtension<NodeClusterApi>('node-cluster.node-cluster');
    assert.ok(extension);
    api = await extension.activate();
    port = await findFreePort();
    await configure({ workers: 2, env: { PORT: String(port) } });
  });

  beforeEach(() => {
    watch = new DebugWatch();
  });

  afterEach(async () => {
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await vscode.debug.stopDebugging();
    await watch.untilOver();
    watch.dispose();
    await eventually('the end of the run', () => api.runs.every(({ link }) => link === 'ended') || undefined);
    for (const { id } of api.runs) await execute('dismissRun', { runId: id });
  });

  after(() => configure({ workers: undefined, env: undefined, 'debug.reattach': undefined }));

  const living = () => (api.runs.at(-1)?.workers ?? []).filter(({ state }) => state === 'listening');
  const untilListening = (count: number) =>
    eventually(`${count} workers`, () => (living().length === count ? living() : undefined));

  async function untilNames(expected: readonly string[]): Promise<void> {
    const names = () => [...watch.sessions].map(({ name }) => name);
    await eventually(
      `the sessions ${expected.join()}`,
      () => expected.every((name) => names().includes(name)) || undefined,
    );
  }

  it('stops every worker at a breakpoint on its first line', async () => {
    breakAt(inWorkspace('server.js'), 2);

    assert.equal(await execute('debugClustered', inWorkspace('server.js')), 'done');

    const stops = await watch.untilStopped(2);
    for (const stop of stops) assert.equal(await placeOf(stop), 'server.js:2');
    for (const stop of stops) await goOn(stop);
    await untilListening(2);
    assert.equal(await execute('debugClustered', inWorkspace('server.js')), 'alreadyRunning');
  });

  it('names the sessions by their workers', async () => {
    await execute('debugClustered', inWorkspace('server.js'));

    const [one, two] = await untilListening(2);
    const [run] = api.runs;

    await untilNames([`Primary [${run?.pid}]`, `Worker #1 [${one?.pid}]`, `Worker #2 [${two?.pid}]`]);
  });

  for (const [reattach, isAttached] of [
    [true, 'attached again'],
    [false, 'left alone'],
  ] as const) {
    it(`has a worker that was restarted ${isAttached} where nodeCluster.debug.reattach is ${reattach}`, async () => {
      await configure({ workers: 1, 'debug.reattach': reattach });
      await execute('debugClustered', inWorkspace('server.js'));
      const [before] = await untilListening(1);
      breakAt(inWorkspace('server.js'), 21);

      await execute('forceKillWorker', { runId: api.runs[0]?.id, slot: 1 });
      await eventually('another process', () => (living()[0] && living()[0]?.pid !== before?.pid) || undefined);

      const answer = fetch(`http://127.0.0.1:${port}/`);
      if (reattach) {
        const [stop] = await watch.untilStopped(1);
        assert.ok(stop);
        assert.equal(stop.session.name, `Worker #1 [${living()[0]?.pid}]`);
        await goOn(stop);
      }
      assert.equal((await answer).status, 200);
      await watch.untilStopped(0);
    });
  }
});
