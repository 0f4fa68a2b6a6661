import assert from 'node:assert/strict';
import { type Action, HISTORY_LIMIT, reduce } from '../../src/core/reducer';
import { type ClusterState, EMPTY_STATE, type RunState } from '../../src/core/state';
import type { RunEvent } from '../../src/shared/protocol';
import type { WorkerChange, WorkerInfo } from '../../src/shared/runInfo';
import { emptySlot, exitInfo, NOW, runInfo, sample, snapshot, worker } from '../support/stateBuilders';

const reduceAll = (actions: readonly Action[], from: ClusterState = EMPTY_STATE): ClusterState =>
  actions.reduce(reduce, from);

const taken = (given: Parameters<typeof snapshot>[0] = {}): Action => ({
  type: 'snapshot',
  snapshot: snapshot(given),
  at: NOW,
});

const workerEvent = (seq: number, change: WorkerChange, info: WorkerInfo): Action => ({
  type: 'event',
  runId: 'run-1',
  event: { type: 'worker', seq, at: NOW, change, worker: info },
});

const runEvent = (seq: number, run: Partial<Extract<RunEvent, { type: 'run' }>['run']>): Action => ({
  type: 'event',
  runId: 'run-1',
  event: { type: 'run', seq, at: NOW, run: runInfo(run) },
});

function onlyRun(state: ClusterState): RunState {
  const [run] = state.runs;
  assert.ok(run);
  assert.equal(state.runs.length, 1);
  return run;
}

describe('the reducer', () => {
  describe('on a snapshot', () => {
    it('takes the run with its workers by slot', () => {
      const state = reduceAll([taken({ workers: [worker({ slot: 2 }), worker({ slot: 1 })] })]);

      assert.deepEqual(
        onlyRun(state).workers.map(({ slot }) => slot),
        [1, 2],
      );
      assert.equal(onlyRun(state).link, 'connected');
    });

    it('replaces what it knew of the run', () => {
      const state = reduceAll([taken(), taken({ seq: 40, workers: [worker({ slot: 5 })] })]);

      assert.equal(onlyRun(state).seq, 40);
      assert.deepEqual(
        onlyRun(state).workers.map(({ slot }) => slot),
        [5],
      );
    });

    it('keeps the numbers of processes that still live, and no others', () => {
      const measured = reduceAll([
        taken(),
        { type: 'metrics', runId: 'run-1', samples: [sample({ slot: 1 }), sample({ slot: 2 })] },
      ]);

      const state = reduce(measured, taken({ workers: [worker({ slot: 1 }), worker({ slot: 2, pid: 99 })] }));

      assert.deepEqual([...onlyRun(state).samples.keys()], [1]);
    });

    it('orders runs by when they were started', () => {
      const older = runInfo({ id: 'older', startedAt: 1, entry: '/app/a.js' });

      const state = reduceAll([taken(), taken({ run: older })]);

      assert.deepEqual(
        state.runs.map(({ info }) => info.id),
        ['older', 'run-1'],
      );
    });

    it('drops an ended run of the same thing, and keeps one of another', () => {
      const state = reduceAll([
        taken({ run: runInfo({ id: 'same' }) }),
        taken({ run: runInfo({ id: 'other', entry: '/app/other.js' }) }),
        { type: 'ended', runId: 'same', at: NOW },
        { type: 'ended', runId: 'other', at: NOW },
        taken(),
      ]);

      assert.deepEqual(state.runs.map(({ info }) => info.id).sort(), ['other', 'run-1']);
    });

    it('of an ended run takes it as ended', () => {
      const state = reduceAll([taken({ run: runInfo({ state: 'ended' }) })]);

      assert.equal(onlyRun(state).link, 'ended');
      assert.equal(onlyRun(state).endedAt, NOW);
    });
  });

  describe('on an event', () => {
    it('takes the next one, and remembers it', () => {
      const exit = exitInfo();
      const down = emptySlot({ slot: 1, state: 'exited', lastExit: exit });

      const run = onlyRun(reduceAll([taken(), workerEvent(11, 'exited', down)]));

      assert.equal(run.seq, 11);
      assert.equal(run.workers[0]?.state, 'exited');
      assert.deepEqual(run.history, [{ seq: 11, at: NOW, slot: 1, change: 'exited', pid: 811, exit }]);
    });

    for (const seq of [9, 10]) {
      it(`ignores one that it knows already: ${seq} after 10`, () => {
        const before = reduceAll([taken()]);

        assert.equal(reduce(before, workerEvent(seq, 'online', worker({ state: 'online' }))), before);
      });
    }

    it('ignores one after a gap, which the link mends', () => {
      const before = reduceAll([taken()]);

      assert.equal(reduce(before, workerEvent(12, 'online', worker({ state: 'online' }))), before);
    });

    it('takes a slot away when it was removed', () => {
      const run = onlyRun(reduceAll([taken(), workerEvent(11, 'removed', emptySlot({ slot: 2, state: 'stopped' }))]));

      assert.deepEqual(
        run.workers.map(({ slot }) => slot),
        [1],
      );
    });

    it('adds a new slot in its place', () => {
      const run = onlyRun(
        reduceAll([taken({ workers: [worker({ slot: 3 })] }), workerEvent(11, 'forked', worker({ slot: 2 }))]),
      );

      assert.deepEqual(
        run.workers.map(({ slot }) => slot),
        [2, 3],
      );
    });

    it('forgets the numbers of the process that was replaced', () => {
      const run = onlyRun(
        reduceAll([
          taken(),
          { type: 'metrics', runId: 'run-1', samples: [sample()] },
          { type: 'usage', usage: new Map([[811, { cpu: 1, memory: 2 }]]) },
          workerEvent(11, 'forked', worker({ slot: 1, pid: 999, state: 'forking' })),
        ]),
      );

      assert.equal(run.samples.size, 0);
      assert.equal(run.usage.size, 0);
    });

    it(`keeps at most ${HISTORY_LIMIT} past events, the latest ones`, () => {
      const events = Array.from({ length: HISTORY_LIMIT + 20 }, (_, index) =>
        workerEvent(11 + index, 'online', worker({ state: 'online' })),
      );

      const { history } = onlyRun(reduceAll([taken(), ...events]));

      assert.equal(history.length, HISTORY_LIMIT);
      assert.equal(history.at(-1)?.seq, 10 + HISTORY_LIMIT + 20);
    });

    it('takes the run as it says of itself', () => {
      const run = onlyRun(reduceAll([taken(), runEvent(11, { state: 'reloading', target: 4 })]));

      assert.equal(run.info.state, 'reloading');
      assert.equal(run.info.target, 4);
    });
  });

  describe('when a run ends', () => {
    const live = [worker({ slot: 1 }), emptySlot({ slot: 2, state: 'backing off', nextForkAt: NOW })];
    const resting = [emptySlot({ slot: 3, state: 'crash looping' }), emptySlot({ slot: 4, state: 'finished' })];

    it('by its own last word, knows it ended', () => {
      const run = onlyRun(reduceAll([taken(), runEvent(11, { state: 'ended' })]));

      assert.equal(run.link, 'ended');
      assert.equal(run.endedAt, NOW);
    });

    it('without a word, lets its workers end with it and leaves what they came to before', () => {
      const run = onlyRun(
        reduceAll([taken({ workers: [...live, ...resting] }), { type: 'ended', runId: 'run-1', at: NOW + 1 }]),
      );

      assert.deepEqual(
        run.workers.map(({ state }) => state),
        ['exited', 'exited', 'crash looping', 'finished'],
      );
      assert.equal(run.workers[0]?.pid, undefined);
      assert.equal(run.info.state, 'ended');
    });

    it('hears nothing of it any more but that it is dismissed', () => {
      const ended = reduceAll([taken(), { type: 'ended', runId: 'run-1', at: NOW }]);

      const later = reduceAll(
        [
          { type: 'link', runId: 'run-1', link: 'reconnecting' },
          workerEvent(11, 'online', worker()),
          { type: 'usage', usage: new Map([[800, { cpu: 1, memory: 1 }]]) },
          { type: 'ended', runId: 'run-1', at: NOW + 9 },
        ],
        ended,
      );

      assert.equal(later, ended);
      assert.deepEqual(reduce(ended, { type: 'dismiss', runId: 'run-1' }).runs, []);
    });
  });

  describe('on numbers', () => {
    it('keeps the latest sample of each slot', () => {
      const run = onlyRun(
        reduceAll([
          taken(),
          { type: 'metrics', runId: 'run-1', samples: [sample({ cpu: 1 }), sample({ slot: 2, cpu: 2 })] },
          { type: 'metrics', runId: 'run-1', samples: [sample({ cpu: 3 })] },
        ]),
      );

      assert.equal(run.samples.get(1)?.cpu, 3);
      assert.equal(run.samples.get(2)?.cpu, 2);
    });

    it('ignores the sample of a process that is not in its slot any more', () => {
      const before = reduceAll([taken()]);

      const after = reduce(before, { type: 'metrics', runId: 'run-1', samples: [sample({ pid: 5 })] });

      assert.equal(after, before);
    });

    it('keeps of the outside view what is of the run', () => {
      const usage = new Map([800, 811, 4711].map((pid) => [pid, { cpu: 1, memory: 1 }]));

      const run = onlyRun(reduceAll([taken(), { type: 'usage', usage }]));

      assert.deepEqual([...run.usage.keys()], [800, 811]);
    });

    it('forgets them all when nobody measures any more', () => {
      const run = onlyRun(
        reduceAll([
          taken(),
          { type: 'metrics', runId: 'run-1', samples: [sample()] },
          { type: 'usage', usage: new Map([[800, { cpu: 1, memory: 1 }]]) },
          { type: 'unwatched' },
        ]),
      );

      assert.equal(run.samples.size + run.usage.size, 0);
    });
  });

  it('gives the same state back when an action changes nothing', () => {
    const state = reduceAll([taken()]);
    const idle: readonly Action[] = [
      { type: 'link', runId: 'run-1', link: 'connected' },
      { type: 'link', runId: 'unknown', link: 'reconnecting' },
      { type: 'unwatched' },
      { type: 'usage', usage: new Map() },
      { type: 'dismiss', runId: 'unknown' },
      { type: 'metrics', runId: 'run-1', samples: [] },
    ];

    for (const action of idle) assert.equal(reduce(state, action), state, action.type);
  });
});
