import assert from 'node:assert/strict';
import type { Row } from '../../src/core/row';
import { childrenOf, parentOf, rowOf } from '../../src/core/rows';
import type { ClusterNode, RunState } from '../../src/core/state';
import { untranslated as t } from '../../src/core/translate';
import { WORKER_STATES, type WorkerInfo, type WorkerState } from '../../src/shared/runInfo';
import { emptySlot, errorInfo, exitInfo, NOW, runInfo, runState, sample, worker } from '../support/stateBuilders';

const MEGABYTE = 1024 * 1024;

function rowFor(node: ClusterNode, given: Partial<RunState> = {}): Row {
  const row = rowOf(t, { runs: [runState(given)] }, node, NOW);
  assert.ok(row);
  return row;
}

const workerRow = (info: WorkerInfo, given: Partial<RunState> = {}): Row =>
  rowFor({ kind: 'worker', runId: 'run-1', slot: info.slot }, { ...given, workers: [info] });
const runRow = (given: Partial<RunState> = {}): Row => rowFor({ kind: 'run', runId: 'run-1' }, given);
const primaryRow = (given: Partial<RunState> = {}): Row => rowFor({ kind: 'primary', runId: 'run-1' }, given);

/** A slot in each state, as the primary would tell of it. */
const IN_STATE: Readonly<Record<WorkerState, WorkerInfo>> = {
  forking: worker({ state: 'forking', addresses: [] }),
  online: worker({ state: 'online', addresses: [] }),
  listening: worker(),
  unresponsive: worker({ state: 'unresponsive' }),
  draining: worker({ state: 'draining' }),
  exited: emptySlot({
    state: 'exited',
    lastExit: exitInfo({ code: null, signal: 'SIGKILL', reason: 'killed from outside' }),
  }),
  'backing off': emptySlot({
    state: 'backing off',
    nextForkAt: NOW + 3000,
    lastExit: exitInfo({ error: errorInfo() }),
    restarts: 2,
  }),
  'crash looping': emptySlot({ state: 'crash looping', lastExit: exitInfo({ error: errorInfo() }), restarts: 5 }),
  stopped: emptySlot({
    state: 'stopped',
    lastExit: exitInfo({ code: null, signal: 'SIGTERM', reason: 'killed by us' }),
  }),
  finished: emptySlot({ state: 'finished', lastExit: exitInfo({ code: 0, reason: 'finished' }) }),
};

const DESCRIPTIONS: Readonly<Record<WorkerState, string>> = {
  forking: 'forking · 811 · up 1 m',
  online: 'online · 811 · up 1 m',
  listening: '811 · :3000 · up 1 m',
  unresponsive: 'unresponsive · 811 · :3000 · up 1 m',
  draining: 'draining · 811 · :3000 · up 1 m',
  exited: 'exited · killed from outside',
  'backing off': 'backing off · TypeError: x is not a function (server.js:12) · next try in 3 s · 2 restarts',
  'crash looping': 'crash looping · TypeError: x is not a function (server.js:12) · 5 restarts',
  stopped: 'stopped',
  finished: 'finished',
};

describe('the rows', () => {
  it('are the runs, and under each its primary and its workers', () => {
    const state = { runs: [runState()] };
    const [run] = childrenOf(state);

    assert.deepEqual(run, { kind: 'run', runId: 'run-1' });
    assert.deepEqual(childrenOf(state, run), [
      { kind: 'primary', runId: 'run-1' },
      { kind: 'worker', runId: 'run-1', slot: 1 },
      { kind: 'worker', runId: 'run-1', slot: 2 },
    ]);
    assert.deepEqual(childrenOf(state, { kind: 'primary', runId: 'run-1' }), []);
  });

  it('know the row above them', () => {
    assert.deepEqual(parentOf({ kind: 'worker', runId: 'run-1', slot: 2 }), { kind: 'run', runId: 'run-1' });
    assert.equal(parentOf({ kind: 'run', runId: 'run-1' }), undefined);
  });

  it('are absent for what is gone', () => {
    const state = { runs: [runState()] };

    assert.equal(rowOf(t, state, { kind: 'worker', runId: 'run-1', slot: 9 }, NOW), undefined);
    assert.equal(rowOf(t, state, { kind: 'run', runId: 'gone' }, NOW), undefined);
    assert.deepEqual(childrenOf(state, { kind: 'run', runId: 'gone' }), []);
  });

  it('keep id and label through all states of a worker', () => {
    const rows = WORKER_STATES.map((state) => workerRow(IN_STATE[state]));

    assert.deepEqual(new Set(rows.map(({ id, label }) => `${id} ${label}`)), new Set(['run-1/1 #1']));
  });

  it('show each state of a worker by an icon of its own', () => {
    assert.equal(new Set(WORKER_STATES.map((state) => workerRow(IN_STATE[state]).icon.id)).size, WORKER_STATES.length);
  });

  for (const state of WORKER_STATES) {
    it(`describe a worker that is ${state}`, () => {
      const row = workerRow(IN_STATE[state]);

      assert.equal(row.description, DESCRIPTIONS[state]);
      assert.match(row.accessibilityLabel, new RegExp(`^Worker 1, ${state}`));
    });
  }

  it('describe a busy worker by its numbers', () => {
    const row = workerRow(worker({ restarts: 2 }), {
      samples: new Map([[1, sample({ cpu: 12.4, rss: 84 * MEGABYTE })]]),
    });

    assert.equal(row.description, '811 · 12 % · 84 MB · loop 31 % · 812 req/s · 2 restarts · :3000 · up 1 m');
    assert.equal(row.accessibilityLabel, 'Worker 1, listening, pid 811, 12 percent CPU, 84 MB, 2 restarts');
  });

  it('prefer the outside view of CPU and memory', () => {
    const row = workerRow(worker(), {
      samples: new Map([[1, sample()]]),
      usage: new Map([[811, { cpu: 55, memory: 100 * MEGABYTE }]]),
    });

    assert.match(row.description, /^811 · 55 % · 100 MB · loop 31 %/);
  });

  it('say that a worker is being debugged, and that it is paused; a paused one has no numbers of its own', () => {
    const numbers = { samples: new Map([[1, sample({ pid: 811 })]]) };

    const attached = workerRow(worker({ debugger: 'attached' }), numbers);
    const paused = workerRow(worker({ debugger: 'paused' }), numbers);

    assert.equal(attached.description, 'debugging · 811 · 10 % · 80 MB · loop 31 % · 812 req/s · :3000 · up 1 m');
    assert.equal(paused.description, 'paused in the debugger · 811 · :3000 · up 1 m');
    assert.match(paused.accessibilityLabel, /paused in the debugger/);
    assert.ok(paused.contextValue.endsWith('+debugged+listening'), paused.contextValue);
    assert.notEqual(paused.icon.id, attached.icon.id);
  });

  it('show of an unresponsive worker only what is seen from outside', () => {
    const row = workerRow(IN_STATE.unresponsive, {
      samples: new Map([[1, sample()]]),
      usage: new Map([[811, { cpu: 100, memory: 90 * MEGABYTE }]]),
    });

    assert.equal(row.description, 'unresponsive · 811 · 100 % · 90 MB · :3000 · up 1 m');
  });

  it('leave requests out where none was ever seen', () => {
    const row = workerRow(worker(), { samples: new Map([[1, sample({ totalRequests: 0, requests: 0 })]]) });

    assert.doesNotMatch(row.description, /req/);
  });

  it('tell an exit code that the app chose', () => {
    const row = workerRow(emptySlot({ state: 'exited', lastExit: exitInfo({ code: 3, reason: 'exit code' }) }));

    assert.equal(row.description, 'exited · code 3');
  });

  it('flag what the menus of a worker ask for', () => {
    const observed = { info: runInfo({ mode: 'observe' as const }) };

    assert.equal(workerRow(worker()).contextValue, 'worker+alive+live+supervise+port+listening');
    assert.equal(workerRow(IN_STATE['crash looping']).contextValue, 'worker+dead+live+supervise+failed+crashLooping');
    const nowhere = exitInfo({ error: errorInfo({ file: 'evalmachine.<anonymous>' }) });
    const evaluated = emptySlot({ state: 'crash looping', lastExit: nowhere });
    assert.equal(workerRow(evaluated).contextValue, 'worker+dead+live+supervise+crashLooping');
    assert.equal(workerRow(IN_STATE.forking, observed).contextValue, 'worker+alive+live+observe+forking');
  });

  it('describe a run by its workers, its port and its mode', () => {
    const row = runRow();

    assert.equal(row.label, 'server.js');
    assert.equal(row.description, '2/2 ready · :3000 · supervise');
    assert.equal(row.accessibilityLabel, 'Run of server.js, 2/2 ready, :3000, supervise');
    assert.equal(row.contextValue, 'run+live+supervise+port+running');
    assert.ok(row.isExpandable);
  });

  it('say why a run is only observed', () => {
    const reason = { code: 'forks', detail: 'cluster.fork in server.js:9' } as const;

    const row = runRow({ info: runInfo({ mode: 'observe', modeReason: reason }) });

    assert.match(row.description, /observe: the app forks its own workers: cluster\.fork in server\.js:9$/);
  });

  for (const [why, exit, says] of [
    ['the error', exitInfo({ error: errorInfo() }), 'TypeError: x is not a function (server.js:12)'],
    ['the exit', exitInfo({ reason: 'exit code', code: 7, uptime: 12_000 }), 'exit code, code 7, after 12 s'],
    ['that it took too long', undefined, 'not ready within 30 s'],
  ] as const) {
    it(`say ${why} where a new worker did not come up in a reload`, () => {
      const reload = { state: 'failed', startedAt: NOW, replaced: 0, of: 2, ...(exit && { exit }) } as const;

      assert.ok(runRow({ info: runInfo({ reload }) }).description.startsWith(`reload failed: ${says} · `));
    });
  }

  it('count workers of an app without a server as ready once they are settled', () => {
    const settled = worker({ slot: 1, state: 'online', addresses: [] });
    const young = worker({ slot: 2, state: 'online', addresses: [], since: NOW - 10 });

    assert.match(runRow({ workers: [settled, young] }).description, /^1\/2 ready/);
  });

  it('count no worker of a server as ready before it listens', () => {
    const online = worker({ slot: 2, state: 'online', addresses: [] });

    assert.match(runRow({ workers: [worker({ slot: 1 }), online] }).description, /^1\/2 ready/);
  });

  for (const state of ['starting', 'reloading', 'stopping'] as const) {
    it(`say that a run is ${state}`, () => {
      assert.match(runRow({ info: runInfo({ state }) }).description, new RegExp(`^${state} · 2/2 ready`));
    });
  }

  it('say that the link to a run is being mended', () => {
    const row = runRow({ link: 'reconnecting' });

    assert.match(row.description, /^reconnecting · /);
    assert.match(row.contextValue, /^run\+live\+supervise\+reconnecting\+/);
  });

  it('show each state of a run by an icon of its own', () => {
    const states = (['starting', 'running', 'reloading', 'stopping'] as const).map((state) => ({
      info: runInfo({ state }),
    }));
    const troubled = { workers: [IN_STATE['crash looping']] };
    const all = [...states, troubled, { link: 'reconnecting' as const }, { link: 'ended' as const }];

    assert.equal(new Set(all.map((given) => runRow(given).icon.id)).size, all.length);
  });

  it('show a run that ended as ended, with its primary', () => {
    const ended = { link: 'ended', info: runInfo({ state: 'ended' }) } as const;

    assert.equal(runRow(ended).description, 'ended');
    assert.equal(runRow(ended).contextValue, 'run+ended+supervise+port+ended');
    assert.equal(primaryRow(ended).description, 'ended');
    assert.equal(primaryRow(ended).accessibilityLabel, 'Primary process, ended');
  });

  it('tell by its number which port was in use, not by the words of Node', () => {
    const error = errorInfo({ code: 'EADDRINUSE', message: 'bind EADDRINUSE null:3000' });
    const crashed = emptySlot({
      slot: 1,
      state: 'crash looping',
      lastExit: exitInfo({ reason: 'port in use', error }),
    });

    assert.match(workerRow(crashed).description, /^crash looping · port 3000 in use/);
    assert.equal(runRow({ link: 'ended', workers: [crashed] }).description, 'ended · port 3000 in use');
  });

  it('tell of a run that ended over crashing workers what they died of', () => {
    const row = runRow({ link: 'ended', workers: [IN_STATE['crash looping']] });

    assert.equal(row.description, 'ended · TypeError: x is not a function (server.js:12)');
    assert.equal(row.icon.id, 'error');
  });

  it('describe the primary by its process', () => {
    const row = primaryRow({ usage: new Map([[800, { cpu: 1.2, memory: 60 * MEGABYTE }]]) });

    assert.equal(row.label, 'primary');
    assert.equal(row.description, '800 · 1 % · 60 MB · v22.3.0 · up 1 m');
    assert.equal(row.contextValue, 'primary+live+supervise');
  });
});
