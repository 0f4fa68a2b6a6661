import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { Store } from '../../src/core/store';
import { runProcesses } from '../../src/host/runProcesses';
import { Sampler } from '../../src/host/sampler';
import { silentLog } from '../support/silentLog';
import { NOW, runInfo, snapshot } from '../support/stateBuilders';
import { eventually } from '../support/vscode/eventually';

type Reading = Record<string, { cpu: number; memory: number } | undefined>;

const use = (pids: readonly number[]): Reading =>
  Object.fromEntries(pids.map((pid) => [pid, { cpu: 50, memory: 1000 }]));

describe('the sampler', () => {
  let store: Store;
  let sampler: Sampler | undefined;
  let calls: number[][];

  beforeEach(() => {
    store = new Store();
    calls = [];
    store.dispatch({ type: 'snapshot', snapshot: snapshot(), at: NOW });
  });

  afterEach(() => {
    sampler?.dispose();
    mock.timers.reset();
  });

  function start(read: (pids: number[]) => Promise<Reading> = async (pids) => use(pids)): Sampler {
    const counted = (pids: number[]): Promise<Reading> => {
      calls.push(pids);
      return read(pids);
    };
    sampler = new Sampler({ processes: [runProcesses(store)], log: silentLog, interval: 1, read: counted });
    return sampler;
  }

  const usage = (): ReadonlyMap<number, unknown> => store.state.runs[0]?.usage ?? new Map();
  const calledTimes = (count: number): Promise<true> =>
    eventually(`${count} readings`, () => (calls.length >= count ? true : undefined), { interval: 1 });

  /** Lets mocked time pass, and what was due be done. */
  const pass = async (milliseconds: number): Promise<void> => {
    mock.timers.tick(milliseconds);
    await setImmediate();
  };

  it('asks for all processes of all live runs in one call', async () => {
    const second = snapshot({ run: runInfo({ id: 'run-2', pid: 900, entry: '/b.js' }), workers: [] });
    const third = snapshot({ run: runInfo({ id: 'run-3', pid: 950, entry: '/c.js' }), workers: [] });
    store.dispatch({ type: 'snapshot', snapshot: second, at: NOW });
    store.dispatch({ type: 'snapshot', snapshot: third, at: NOW });
    store.dispatch({ type: 'ended', runId: 'run-3', at: NOW });

    start().setActive(true);
    await calledTimes(1);

    assert.deepEqual(calls[0], [800, 811, 812, 900]);
  });

  it('does not show the first reading of a process, which says 0 percent whatever it does', async () => {
    start().setActive(true);
    await calledTimes(1);
    await Promise.resolve();

    assert.equal(usage().size, 0);
    await eventually('a second reading', () => (usage().size === 3 ? true : undefined), { interval: 1 });
  });

  it('shows what is known when some processes are gone', async () => {
    start(async (pids) => ({ ...use(pids), 811: undefined })).setActive(true);

    await eventually('numbers', () => (usage().size > 0 ? true : undefined), { interval: 1 });

    assert.deepEqual([...usage().keys()], [800, 812]);
  });

  it('shows no numbers that make no sense', async () => {
    start(async (pids) => ({
      ...use(pids),
      811: { cpu: Number.NaN, memory: 1 },
      812: { cpu: -4, memory: 1 },
    })).setActive(true);

    await eventually('numbers', () => (usage().size > 0 ? true : undefined), { interval: 1 });

    assert.deepEqual([...usage().keys()], [800]);
  });

  it('goes on after a reading that failed', async () => {
    start((pids) =>
      calls.length === 2 ? Promise.reject(new Error('No matching pid found')) : Promise.resolve(use(pids)),
    ).setActive(true);

    await calledTimes(5);

    await eventually('numbers', () => (usage().size === 3 ? true : undefined), { interval: 1 });
  });

  it('never reads twice at once, however often it is switched', async () => {
    let open = 0;
    let most = 0;
    const slow = async (pids: number[]): Promise<Reading> => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setTimeout(resolve, 2));
      open -= 1;
      return use(pids);
    };
    const it = start(slow);

    for (let turn = 0; turn < 20; turn += 1) it.setActive(turn % 2 === 0);
    it.setActive(true);
    await calledTimes(5);

    assert.equal(most, 1);
  });

  it('reads nothing and shows nothing while nobody looks', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const it = start();
    it.setActive(true);
    for (let tick = 0; tick < 3; tick += 1) await pass(1);
    const shown = usage().size;

    it.setActive(false);
    const before = calls.length;
    await pass(60_000);

    assert.deepEqual([shown, usage().size], [3, 0]);
    assert.equal(calls.length, before);
  });

  it('reads nothing without a live run', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    store.dispatch({ type: 'ended', runId: 'run-1', at: NOW });

    start().setActive(true);
    for (let tick = 0; tick < 3; tick += 1) await pass(60_000);

    assert.deepEqual(calls, []);
  });
});
