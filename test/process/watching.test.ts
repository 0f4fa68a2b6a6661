/**
 * The watching half against real runs: what happens to the processes shows in the state, numbers come while somebody
 * looks, a second watcher finds the same run, and no worker outlives its primary.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ClusterError } from '../../src/core/clusterError';
import { unseenLines } from '../../src/core/logText';
import type { RunState } from '../../src/core/state';
import { untranslated as t } from '../../src/core/translate';
import { isAlive } from '../../src/host/processTable';
import { createWatching, type Watching, type WatchingOptions } from '../../src/host/watching';
import { parseLogResult } from '../../src/shared/parsePrimaryMessage';
import type { LogLine } from '../../src/shared/runInfo';
import { type ClusterRun, makeRunDirectory, useRuns } from '../support/clusterRun';
import { FakePrimary } from '../support/fakePrimary';
import { silentLog } from '../support/silentLog';
import { SPIN, useProcesses } from '../support/spawned';
import { eventually } from '../support/vscode/eventually';

describe('watching', () => {
  const start = useRuns();
  const processes = useProcesses();
  const watchings: Watching[] = [];
  let dir: string;
  let problems: ClusterError[];

  beforeEach(() => {
    dir = makeRunDirectory();
    problems = [];
  });
  afterEach(() => {
    for (const watching of watchings.splice(0)) watching.dispose();
    rmSync(dir, { recursive: true, force: true });
  });

  function watch(options: Partial<WatchingOptions> = {}): Watching {
    const onProblem = (problem: ClusterError): void => void problems.push(problem);
    const watching = createWatching({ t, log: silentLog, accept: () => true, onProblem, directory: dir, ...options });
    watchings.push(watching);
    return watching;
  }

  const startPlain = (): Promise<ClusterRun> => start({ app: 'plain.js', dir });

  /** The first run, once it is as wanted. */
  function run(
    watching: Watching,
    what: string,
    fits: (run: RunState) => boolean,
    timeout = 15_000,
  ): Promise<RunState> {
    const look = (): RunState | undefined => watching.state.state.runs.find(fits);
    return eventually(what, look, { interval: 10, timeout });
  }

  const isListening = ({ workers }: RunState): boolean =>
    workers.length === 2 && workers.every(({ state }) => state === 'listening');
  const hasEnded = ({ link }: RunState): boolean => link === 'ended';
  const pidsOf = ({ workers }: RunState): number[] => workers.flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
  const isGone = (pid: number, timeout: number): Promise<true> =>
    eventually(`the end of ${pid}`, () => (isAlive(pid) ? undefined : true), { interval: 20, timeout });

  it('shows a run that was started in any shell', async () => {
    const watching = watch();
    const { pid } = await startPlain();

    const found = await run(watching, 'a run with two workers', isListening);

    assert.equal(found.info.pid, pid);
    assert.equal(found.info.mode, 'supervise');
    assert.deepEqual(problems, []);
  });

  it('shows the restart of a worker that was killed, with the signal', async () => {
    const watching = watch();
    await startPlain();
    const [victim = 0] = pidsOf(await run(watching, 'a run', isListening));

    process.kill(victim, 'SIGKILL');

    const after = await run(watching, 'a restart', (one) => isListening(one) && one.workers[0]?.restarts === 1);
    assert.equal(after.workers[0]?.lastExit?.signal, 'SIGKILL');
    assert.equal(after.workers[0]?.lastExit?.pid, victim);
  });

  it('finds the same run with its restarts and its history after a reload', async () => {
    const first = watch();
    await startPlain();
    const [victim = 0] = pidsOf(await run(first, 'a run', isListening));
    process.kill(victim, 'SIGKILL');
    const before = await run(first, 'a restart', (one) => isListening(one) && one.workers[0]?.restarts === 1);
    first.dispose();

    const after = await run(watch(), 'the same run', isListening);

    assert.equal(after.info.id, before.info.id);
    assert.deepEqual(after.workers, before.workers);
    assert.deepEqual(after.history, before.history);
  });

  it('measures from inside and outside while somebody looks, and not else', async () => {
    const watching = watch();
    await startPlain();
    const before = await run(watching, 'a run', isListening);
    assert.equal(before.samples.size + before.usage.size, 0);

    watching.setActive(true);
    const measured = await run(watching, 'numbers', ({ samples, usage }) => samples.size === 2 && usage.size === 3);
    watching.setActive(false);

    assert.deepEqual([...measured.usage.keys()].sort(), [measured.info.pid, ...pidsOf(measured)].sort());
    for (const { memory } of measured.usage.values()) assert.ok(memory > 10_000_000, String(memory));
    assert.equal(watching.state.state.runs[0]?.usage.size, 0);
  });

  it('sees from outside what a blocked worker uses', async () => {
    const watching = watch();
    watching.setActive(true);
    const app = await startPlain();
    await run(watching, 'a run', isListening);

    const spinning = Number(await app.ask('/spin'));

    const found = await run(watching, 'a busy worker', ({ usage }) => (usage.get(spinning)?.cpu ?? 0) > 10);
    await run(watching, 'an unresponsive one', ({ workers }) =>
      workers.some(({ pid, state }) => pid === spinning && state === 'unresponsive'),
    );
    assert.ok((found.usage.get(spinning)?.cpu ?? 0) < 150);
  });

  it('keeps a run that ended by itself until it is dismissed', async () => {
    const watching = watch();
    const app = await startPlain();
    const { info } = await run(watching, 'a run', isListening);

    await watching.gateway.request(info.id, { type: 'stop' });
    await run(watching, 'the end', hasEnded);
    await app.exited;
    await assert.rejects(watching.gateway.request(info.id, { type: 'fork' }), { code: 'runGone' });
    watching.gateway.dismiss(info.id);

    assert.deepEqual(watching.state.state.runs, []);
  });

  it('does not dismiss a run that lives', async () => {
    const watching = watch();
    await startPlain();
    const { info } = await run(watching, 'a run', isListening);

    watching.gateway.dismiss(info.id);

    assert.equal(watching.state.state.runs.length, 1);
  });

  it('hands on why the primary refuses something', async () => {
    const watching = watch();
    await startPlain();
    const { info } = await run(watching, 'a run', isListening);

    const kill = watching.gateway.request(info.id, { type: 'kill', worker: 77, signal: 'SIGTERM' });

    await assert.rejects(kill, { code: 'refused', refusal: 'noSuchWorker' });
  });

  it('fetches what was printed and follows what is printed then', async () => {
    const watching = watch();
    const app = await startPlain();
    const { info } = await run(watching, 'a run', isListening);
    const followed: LogLine[] = [];
    const following = watching.logs.follow(info.id, (lines) => followed.push(...lines));

    const fetched = parseLogResult(await watching.gateway.request(info.id, { type: 'log', lines: 5000 })) ?? [];
    await app.ask('/crash');
    const all = (): string[] => [...fetched, ...unseenLines(fetched, followed)].map(({ text }) => text);
    const error = (): true | undefined => all().some((text) => text.includes('crashed on purpose')) || undefined;
    await eventually('the error', error, { interval: 10 });
    following.dispose();

    assert.equal(all().filter((text) => text === 'listening').length >= 2, true, String(all()));
    assert.equal(all().filter((text) => /^TypeError: crashed on purpose/.test(text)).length, 1);
  });

  it('shows no run that the window does not want, until it does', async () => {
    let isWanted = false;
    const watching = watch({ accept: () => isWanted });
    const app = await startPlain();
    await app.untilListening(2);
    await watching.refresh();
    assert.deepEqual(watching.state.state.runs, []);

    isWanted = true;
    await watching.refresh();
    await run(watching, 'the run', isListening);
    isWanted = false;
    await watching.refresh();

    assert.deepEqual(watching.state.state.runs, []);
    assert.ok(isAlive(app.pid));
  });

  it('only watches an app that forks its own workers', async () => {
    const watching = watch();
    await start({ app: 'tutorial.js', dir, env: { FORKS: '2' } });
    const { info, workers } = await run(watching, 'a run', isListening);

    process.kill(workers[0]?.pid ?? 0, 'SIGKILL');

    await run(watching, 'the restart', (one) => isListening(one) && one.workers[0]?.restarts === 1);
    assert.equal(info.mode, 'observe');
    const log = watching.gateway.request(info.id, { type: 'log', lines: 10 });
    await assert.rejects(log, { code: 'refused', refusal: 'notSupported' });
  });

  it('tells of a run that speaks another version, once, and goes on', async () => {
    const stranger = new FakePrimary({ dir, record: { protocol: 99, entry: '/app/old.js' } });
    writeFileSync(path.join(dir, `${process.pid}.json`), JSON.stringify(stranger.record));

    const watching = watch();
    await watching.refresh();
    await watching.refresh();

    assert.equal(problems.length, 1);
    assert.match(problems[0]?.message ?? '', /old\.js was started by another version/);
  });

  describe('when the primary is killed', () => {
    async function killPrimary(app: ClusterRun): Promise<number> {
      const before = Date.now();
      app.primary.kill('SIGKILL');
      await app.exited.catch(() => undefined);
      return before;
    }

    it('ends its workers within five seconds, the one that spins too, and takes its record away', async () => {
      const watching = watch();
      const app = await startPlain();
      const pids = pidsOf(await run(watching, 'a run', isListening));
      const spinning = Number(await app.ask('/spin'));

      app.primary.kill('SIGKILL');

      await Promise.all(pids.map((pid) => isGone(pid, 5000)));
      assert.ok(pids.includes(spinning));
      const ended = await run(watching, 'the end', hasEnded);
      assert.deepEqual(pidsOf(ended), []);
      await eventually('an empty directory', () => (readdirSync(dir).length === 0 ? true : undefined));
    });

    it('ends at the next start whoever was left behind while nobody watched', async () => {
      const app = await startPlain();
      await app.untilListening(2);
      const spinning = Number(await app.ask('/spin'));
      const killed = killPrimary(app);
      await isGone(app.pid, 5000);
      assert.ok(isAlive(spinning));

      const watching = watch();

      await isGone(spinning, 5000);
      await killed;
      await eventually('an empty directory', () => (readdirSync(dir).length === 0 ? true : undefined));
      assert.deepEqual(watching.state.state.runs, []);
    });

    it('sweeps a record whose workers have other start times, and lets those processes live', async () => {
      const stranger = await processes.node(SPIN);
      const dead = await processes.deadPid();
      const record = { workers: [stranger.pid], forkedAt: [stranger.forkedAt - 60_000], entry: '/app/old.js' };
      const file = path.join(dir, `${dead}.json`);
      writeFileSync(file, JSON.stringify(new FakePrimary({ dir, pid: dead, record }).record));

      watch();

      await eventually('the sweep', () => (existsSync(file) ? undefined : true));
      assert.ok(isAlive(stranger.pid));
    });

    it('sweeps a record whose pid is another process by now', async () => {
      const stranger = await processes.node(SPIN);
      const startedAt = stranger.forkedAt - 3_600_000;
      const file = path.join(dir, `${stranger.pid}.json`);
      writeFileSync(file, JSON.stringify(new FakePrimary({ dir, pid: stranger.pid, record: { startedAt } }).record));

      watch({ accept: () => false });

      await eventually('the sweep', () => (existsSync(file) ? undefined : true));
      assert.ok(isAlive(stranger.pid));
    });
  });
});
