/**
 * A worker that stands still in a debugger: it is told from one whose loop is blocked, no time limit ends it, and what
 * waits for its end goes on with it.
 */
import assert from 'node:assert/strict';
import { inspectorPort } from '../../src/shared/inspectorPort';
import type { InspectorInfo, PrimaryMessage } from '../../src/shared/protocol';
import type { RunInfo, WorkerInfo } from '../../src/shared/runInfo';
import { type ClusterRun, type RunOptions, useRuns } from '../support/clusterRun';
import { type Held, holdStill } from '../support/devToolsClient';
import { isAlive } from '../support/exampleApp';
import { eventually } from '../support/vscode/eventually';

const isRun =
  (fits: (run: RunInfo) => boolean) =>
  (message: PrimaryMessage): boolean =>
    message.type === 'run' && fits(message.run);

describe('a worker that stands still in a debugger', function () {
  this.timeout(20_000);
  const startRun = useRuns();
  const held: Held[] = [];
  afterEach(() => {
    for (const one of held.splice(0)) one.leave();
  });

  async function startTwo(parameters: RunOptions['parameters'] = {}): Promise<ClusterRun> {
    const run = await startRun({ app: 'plain.js', parameters });
    await run.untilListening(2);
    return run;
  }

  /** As the editor does. */
  async function hold(run: ClusterRun): Promise<Held & InspectorInfo> {
    const answer = await (await run.wire()).request({ type: 'inspect', worker: 1, debugger: true });
    if (answer.type !== 'result') throw new Error(answer.message);
    const info = answer.value as InspectorInfo;
    return { ...(await holdAt(info.url)), ...info };
  }

  /** As somebody else does, with a signal and a client of their own. */
  async function holdFromOutside(run: ClusterRun): Promise<Held & { readonly pid: number }> {
    const [{ pid = 0 } = {}] = await run.untilListening(2);
    process.kill(pid, 'SIGUSR1');
    const list = `http://127.0.0.1:${inspectorPort(pid)}/json/list`;
    const read = async (): Promise<unknown> => (await fetch(list)).json();
    const [target] = (await eventually('the inspector', read)) as [{ readonly webSocketDebuggerUrl: string }];
    return { ...(await holdAt(target.webSocketDebuggerUrl)), pid };
  }

  async function holdAt(url: string): Promise<Held> {
    const one = await holdStill(url);
    held.push(one);
    return one;
  }

  const untilFirst = async (run: ClusterRun, is: (worker: WorkerInfo) => boolean): Promise<WorkerInfo[]> =>
    (await run.wire()).untilWorkers(([first]) => first !== undefined && is(first));
  const untilDebugger = (run: ClusterRun, word: WorkerInfo['debugger']) =>
    untilFirst(run, (worker) => worker.debugger === word);
  /** A worker that answers is measured once a second at most, and as often is looked for those that do not. */
  async function untilSamples(run: ClusterRun, count: number): Promise<void> {
    const wire = await run.wire();
    await wire.request({ type: 'watch', metrics: true, log: false });
    await wire.until(() => wire.messages.filter(({ type }) => type === 'metrics').length >= count);
  }
  const historyOf = async (run: ClusterRun): Promise<string[]> =>
    (await run.wire()).events.flatMap((event) => (event.type === 'worker' ? [event.change] : []));

  it('is paused, not unresponsive, and goes on as if nothing had been', async () => {
    const run = await startTwo();

    const { resume, pid } = await hold(run);
    await untilDebugger(run, 'paused');
    resume();
    await untilDebugger(run, 'attached');
    await (await run.wire()).request({ type: 'closeInspector', pid, debugger: true });
    await untilDebugger(run, undefined);

    const changes = await historyOf(run);
    assert.deepEqual(
      changes.filter((change) => /^(debugged|paused|resumed|released|unresponsive|exited)$/.test(change)),
      ['debugged', 'paused', 'resumed', 'released'],
    );
    assert.ok(isAlive(pid));
  });

  for (const [whom, start] of [
    ['the editor', hold],
    ['somebody else', holdFromOutside],
  ] as const) {
    it(`is not killed for not answering where ${whom} holds it`, async () => {
      const run = await startTwo({ unresponsiveTimeout: 1 });
      const { pid, resume } = await start(run);
      await untilFirst(run, ({ state, debugger: word }) => word === 'paused' || state === 'unresponsive');

      await untilSamples(run, 2);
      resume();
      await untilFirst(run, ({ state, debugger: word }) => word !== 'paused' && state === 'listening');

      assert.ok(isAlive(pid));
    });
  }

  it('holds a reload up until it goes on, and a person is told', async () => {
    const run = await startTwo({ drainTimeout: 50, stopTimeout: 50 });
    const wire = await run.wire();
    const { pid, resume } = await hold(run);
    await untilDebugger(run, 'paused');

    await wire.request({ type: 'reload' });
    await wire.until(isRun(({ notices }) => notices.some(({ code }) => code === 'pausedWorker')));

    assert.ok(isAlive(pid));
    resume();
    await wire.until(isRun(({ reload }) => reload?.state === 'done'));
    assert.ok(!isAlive(pid));
  });

  it('ends with the run when that is stopped', async () => {
    const run = await startTwo({ stopTimeout: 50 });
    await hold(run);
    await untilDebugger(run, 'paused');

    await (await run.wire()).request({ type: 'stop' });

    assert.equal((await run.exited).code, 0);
  });
});
