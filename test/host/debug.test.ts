/**
 * Verifies debugging with the real debugger of VS Code: every worker is a session that stops at breakpoints from its
 * first line, replaced workers are attached again as the setting says, and Stop of the debugger ends the run.
 */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { NodeClusterApi, RunSnapshot } from '../../src/api';
import { breakAt, DebugWatch, goOn, placeOf } from '../support/debugWatch';
import { eventually } from '../support/vscode/eventually';
import { freePort } from '../support/vscode/freePort';
import { codeOf, endRuns, findApi, inWorkspace } from '../support/vscode/insideHost';

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
    api = await findApi();
    port = await freePort();
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
    await endRuns();
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

    assert.equal(await codeOf('debugClustered', inWorkspace('server.js')), 'done');

    const stops = await watch.untilStopped(2);
    for (const stop of stops) assert.equal(await placeOf(stop), 'server.js:2');
    for (const stop of stops) await goOn(stop);
    await untilListening(2);
    assert.equal(await codeOf('debugClustered', inWorkspace('server.js')), 'alreadyRunning');
  });

  it('names the sessions by their workers', async () => {
    await codeOf('debugClustered', inWorkspace('server.js'));

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
      await codeOf('debugClustered', inWorkspace('server.js'));
      const [before] = await untilListening(1);
      breakAt(inWorkspace('server.js'), 21);

      await codeOf('forceKillWorker', { runId: api.runs[0]?.id, slot: 1 });
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

describe('a run that was started with the debugger', function () {
  this.timeout(90_000);
  let api: NodeClusterApi;
  let watch: DebugWatch;
  let run: RunSnapshot;

  const configuration = { type: 'node-cluster', request: 'launch', name: 'as asked for', entry: 'server.js' };
  const roots = () => [...watch.sessions].filter(({ parentSession }) => !parentSession);
  const untilRun = (what: string, fits: (run: RunSnapshot) => boolean): Promise<RunSnapshot> =>
    eventually(what, () => api.runs.find((one) => one.link === 'connected' && fits(one)));
  const listensOn = (port: number) => (one: RunSnapshot) =>
    one.workers.length === 3 && one.workers.every(({ addresses: [address] }) => address?.port === port);

  async function debug(port: number, options?: vscode.DebugSessionOptions): Promise<void> {
    const asked = { ...configuration, workers: 3, env: { PORT: String(port) } };
    await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], asked, options);
    run = await untilRun('three workers on their port', listensOn(port));
  }

  before(async () => {
    api = await findApi();
  });

  beforeEach(() => {
    watch = new DebugWatch();
  });

  afterEach(async () => {
    await vscode.debug.stopDebugging();
    await watch.untilOver();
    watch.dispose();
    await endRuns();
  });

  for (const [how, noDebug] of [
    ['with the debugger', false],
    ['without debugging', true],
  ] as const) {
    it(`runs again ${how} as its configuration says`, async () => {
      const port = await freePort();
      await debug(port, { noDebug });
      await codeOf('stop', { runId: run.id });
      await eventually('its end', () => api.runs.every(({ link }) => link === 'ended') || undefined);

      assert.equal(await codeOf('restart', { runId: run.id }), 'done');

      await untilRun('three workers on the same port', listensOn(port));
      assert.deepEqual(
        roots().map((session) => [session.name, session.configuration.noDebug ?? false]),
        [['as asked for', noDebug]],
      );
      assert.equal(api.runs.length, 1);
    });
  }

  it('is run in the other mode with the debugger, too', async () => {
    await debug(await freePort());

    assert.equal(await codeOf('observeRun', { runId: run.id }), 'done');

    await untilRun('a run in observe mode', ({ mode }) => mode === 'observe');
    assert.deepEqual(
      roots().map(({ name }) => name),
      ['as asked for'],
    );
  });

  it('runs again as its configuration says after a Restart by the debugger itself, too', async () => {
    const port = await freePort();
    await debug(port);
    await vscode.commands.executeCommand('workbench.action.debug.restart');
    const next = await untilRun('another run', (one) => one.id !== run.id && listensOn(port)(one));

    await codeOf('stop', { runId: next.id });
    await eventually('its end', () => api.runs.every(({ link }) => link === 'ended') || undefined);
    assert.equal(await codeOf('restart', { runId: next.id }), 'done');

    await untilRun('the latest run', (one) => one.id !== next.id && listensOn(port)(one));
    assert.equal(roots().length, 1);
  });

  it('leaves the same script with other variables to run beside it, once, and to run again', async () => {
    await configure({ env: { PORT: '0' } });
    await debug(await freePort(), { noDebug: true });

    assert.equal(await codeOf('runClustered', inWorkspace('server.js')), 'done');
    assert.equal(await codeOf('debugClustered', inWorkspace('server.js')), 'alreadyRunning');

    const other = await untilRun('the other run', ({ id }) => id !== run.id);
    await codeOf('stop', { runId: other.id });
    await eventually('its end', () => vscode.tasks.taskExecutions.length === 0 || undefined);
    assert.equal(await codeOf('restart', { runId: other.id }), 'done');
    await untilRun('the other run again', ({ id }) => id !== run.id);
    assert.ok(api.runs.some(({ id, link }) => id === run.id && link === 'connected'));
    await configure({ env: undefined });
  });
});

describe('Debug This Worker', function () {
  this.timeout(90_000);
  let api: NodeClusterApi;
  let watch: DebugWatch;
  let port: number;

  const current = () => api.runs.find(({ link }) => link === 'connected');
  const workerIn = (slot: number) => current()?.workers.find((worker) => worker.slot === slot);
  const untilListening = (count: number) =>
    eventually(`${count} workers`, () => {
      const living = current()?.workers.filter(({ state }) => state === 'listening');
      return living?.length === count || undefined;
    });
  const untilDebugger = (word: string | undefined) =>
    eventually(`the debugger ${word}`, () => (workerIn(2) && workerIn(2)?.debugger === word) || undefined);
  /** As the button does; `stopDebugging` would end the process. */
  async function disconnect(): Promise<void> {
    for (const { id } of watch.sessions) {
      await vscode.commands.executeCommand('workbench.action.debug.disconnect', undefined, { sessionId: id });
    }
    await watch.untilOver();
  }
  const ask = async () => (await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } })).status;

  before(async () => {
    api = await findApi();
    port = await freePort();
    watch = new DebugWatch();
    await api.run({ entry: 'server.js', workers: 4, env: { PORT: String(port) } });
    await untilListening(4);
  });

  afterEach(() => vscode.debug.removeBreakpoints(vscode.debug.breakpoints));

  after(async () => {
    watch.dispose();
    await configure({ 'debug.reattach': undefined });
    await endRuns();
  });

  it('stops one worker at a breakpoint; the others answer, and it is not unresponsive', async () => {
    breakAt(inWorkspace('server.js'), 21);
    const seen: string[] = [];
    const subscription = api.onDidChangeRuns(() => seen.push(`${workerIn(2)?.state} ${workerIn(2)?.debugger}`));

    assert.equal(await codeOf('debugWorker', { runId: current()?.id, slot: 2 }), 'done');
    await eventually('two sessions', () => watch.sessions.size === 2 || undefined);
    await untilDebugger('attached');
    let answered = 0;
    const count = (status: number) => (status === 200 ? ++answered : answered);
    const answers = [1, 2, 3, 4].map(() => ask().then(count));
    const [stop] = await watch.untilStopped(1);
    assert.ok(stop);
    assert.equal(await placeOf(stop), 'server.js:21');
    await untilDebugger('paused');

    // One connection is at the breakpoint, and one more may be on its way there: the others are answered.
    answers.push(...[5, 6, 7, 8].map(() => ask().then(count)));
    await eventually('six answers', () => answered >= 6 || undefined);
    await goOn(stop);
    await Promise.all(answers);
    assert.equal(answered, 8);
    await untilDebugger('attached');
    subscription.dispose();
    assert.ok(!seen.some((state) => state.startsWith('unresponsive')), seen.join());
  });

  it('closes the inspector when the session ends', async () => {
    const [root] = [...watch.sessions].filter(({ parentSession }) => !parentSession);
    const before = workerIn(2)?.pid;
    const address = new URL(root?.configuration.websocketAddress).host;
    assert.equal((await fetch(`http://${address}/json/version`)).status, 200);

    await disconnect();

    await untilDebugger(undefined);
    await eventually('a closed inspector', () =>
      fetch(`http://${address}/json/version`).then(
        () => undefined,
        () => true,
      ),
    );
    assert.deepEqual(await Promise.all([1, 2, 3, 4].map(ask)), [200, 200, 200, 200]);
    assert.equal(workerIn(2)?.pid, before);
  });

  it('is attached to the process that takes the place of one that ended', async () => {
    await codeOf('debugWorker', { runId: current()?.id, slot: 2 });
    await untilDebugger('attached');
    const before = workerIn(2)?.pid;

    await codeOf('forceKillWorker', { runId: current()?.id, slot: 2 });

    await eventually('another process', () => (workerIn(2)?.pid ?? before) !== before || undefined);
    await untilDebugger('attached');
    const name = `Worker #2 [${workerIn(2)?.pid}]`;
    await eventually(name, () => [...watch.sessions].find((session) => session.name === name));
    await disconnect();
    await untilDebugger(undefined);
  });

  it('refuses a worker that has no process, and a run that is gone', async () => {
    assert.equal(await codeOf('debugWorker', { runId: current()?.id, slot: 9 }), 'noWorkers');
    assert.equal(await codeOf('debugWorker', { runId: 'gone', slot: 1 }), 'runGone');
  });
});
