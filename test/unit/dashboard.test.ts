/** The view models of the dashboard: what its parts say for a run, before anything is drawn. */
import assert from 'node:assert/strict';
import { axisLines, axisScale, timeLines } from '../../src/core/dashboard/axisScale';
import { CHARTS, runLines, tableIndexes, workerLines } from '../../src/core/dashboard/charts';
import { dashboardView, missingView } from '../../src/core/dashboard/dashboardView';
import {
  connectionSentence,
  shareSentence,
  sharesOfAll,
  sharesOfConnections,
  sharesOfWindow,
} from '../../src/core/dashboard/distribution';
import { marksBetween } from '../../src/core/dashboard/marks';
import { readFromPage, readMemory } from '../../src/core/dashboard/messages';
import { sortRows } from '../../src/core/dashboard/sortRows';
import { extremeSlot, Spread } from '../../src/core/dashboard/spread';
import { timelineOf } from '../../src/core/dashboard/timeline';
import { dashboardWords, pageTranslate } from '../../src/core/dashboard/words';
import { workerTable } from '../../src/core/dashboard/workerTable';
import { RunHistory } from '../../src/core/runHistory';
import { untranslated as t } from '../../src/core/translate';
import type { HistoryEntry } from '../../src/shared/runInfo';
import { emptySlot, errorInfo, exitInfo, NOW, runState, sample, worker } from '../support/stateBuilders';
import { makeSyntheticRun } from '../support/syntheticRun';

const words = dashboardWords(t);
const crash: HistoryEntry = {
  seq: 7,
  at: NOW,
  slot: 2,
  change: 'exited',
  pid: 812,
  exit: exitInfo({ error: errorInfo() }),
};

describe('the headline', () => {
  const measured = runState({ samples: new Map([[1, sample()]]) });
  const tileOf = (run: typeof measured, key: string) =>
    dashboardView(t, run, new RunHistory(), NOW).headline.tiles.find((tile) => tile.key === key);

  it('says which run it is and how it stands', () => {
    const { headline } = dashboardView(t, measured, new RunHistory(), NOW);

    assert.equal(headline.name, 'server.js');
    assert.equal(headline.standing, 'live');
    assert.match(headline.facts, /^2\/2 ready · :3000 · pid 800 · supervise: .* · Node\.js 22\.3\.0 · up 1 m$/);
  });

  it('has the numbers of the whole run', () => {
    assert.equal(tileOf(measured, 'rate')?.value, '812 req/s');
    assert.equal(tileOf(measured, 'loop')?.value, '31 %');
    assert.equal(tileOf(measured, 'loop')?.detail, 'worker 1');
  });

  it('leaves out what nobody measured', () => {
    assert.equal(tileOf(runState(), 'cpu')?.value, '');
  });

  it('says that a run has ended, and after how long', () => {
    const { headline } = dashboardView(t, runState({ link: 'ended', endedAt: NOW }), new RunHistory(), NOW);

    assert.equal(headline.standing, 'ended');
    assert.match(headline.banner, /^The run has ended after 1 m\./);
  });

  it('tells a listener of trouble', () => {
    const run = runState({ workers: [worker({ slot: 1 }), emptySlot({ slot: 2, state: 'backing off' })] });

    assert.equal(dashboardView(t, run, new RunHistory(), NOW).headline.spoken, '1 of 2 workers ready. In trouble: #2.');
  });

  it('says that a run is gone, and what then', () => {
    const { headline } = missingView(t, { runId: 'x', name: 'server.js' }, 'gone');

    assert.match(headline.banner, /gone.*Run Clustered/);
  });
});

describe('the table of workers', () => {
  const rows = (run: Parameters<typeof workerTable>[1]) => workerTable(t, run, new RunHistory());

  it('says what is known of each', () => {
    const [row] = rows(runState({ samples: new Map([[1, sample()]]) }));

    const texts = Object.fromEntries(Object.entries(row?.cells ?? {}).map(([column, cell]) => [column, cell.text]));
    assert.deepEqual(texts, {
      ...{ slot: '#1', state: 'listening', pid: '811', restarts: '0', cpu: '10 %', memory: '80 MB', loop: '31 %' },
      ...{
        rate: '812',
        heap: '20 MB',
        delay: '1.4 ms',
        latency: '',
        connections: '7',
        inFlight: '3',
        requests: '4\u2009000',
      },
    });
  });

  it('has nothing to kill in an empty slot or an ended run', () => {
    assert.equal(rows(runState({ workers: [emptySlot({ state: 'exited' })] }))[0]?.isAlive, false);
    assert.equal(rows(runState({ link: 'ended' }))[0]?.isAlive, false);
  });

  it('is sorted by a column, what is not known last either way', () => {
    const samples = new Map([1, 3].map((slot) => [slot, sample({ slot, cpu: slot * 10 })]));
    const all = rows(runState({ workers: [1, 2, 3].map((slot) => worker({ slot })), samples }));
    const order = (isDescending: boolean) => sortRows(all, 'cpu', isDescending).map(({ slot }) => slot);

    assert.deepEqual(order(false), [1, 3, 2]);
    assert.deepEqual(order(true), [3, 1, 2]);
  });
});

describe('the time line', () => {
  const notes = [{ kind: 'scaled', at: NOW + 1000, from: 2, to: 4 }] as const;

  it('has what happened to workers and to the run, newest first', () => {
    const events = timelineOf(t, [crash], notes);

    assert.deepEqual(
      events.map(({ slot, what, detail }) => [slot, what, detail]),
      [
        [undefined, 'scaled', 'from 2 to 4 workers'],
        [2, 'crashed', 'uncaught error, code 1, after 3 s: TypeError: x is not a function (server.js:12)'],
      ],
    );
  });

  it('tells an end that was asked for from a crash', () => {
    const exit = exitInfo({ reason: 'killed by us', signal: 'SIGTERM', code: null });
    const [event] = timelineOf(t, [{ ...crash, exit }], []);

    assert.deepEqual([event?.kind, event?.what], ['ended', 'exited']);
  });

  it('marks what explains a curve, many of a kind at once as one', () => {
    const replaced = [1, 2, 3].map((slot) => ({ seq: slot, at: NOW + slot * 300, slot, change: 'replaced' }) as const);
    const marks = marksBetween(timelineOf(t, [crash, ...replaced], notes), NOW / 1000 - 60, NOW / 1000 + 60);

    assert.deepEqual(
      marks.map(({ kind, count }) => [kind, count]),
      [
        ['crash', 1],
        ['reload', 3],
        ['scaled', 1],
      ],
    );
  });

  it('marks nothing outside the window', () => {
    assert.deepEqual(marksBetween(timelineOf(t, [crash], []), NOW / 1000 + 1, NOW / 1000 + 61), []);
  });
});

describe('which worker served it', () => {
  const { run, history } = makeSyntheticRun(4, 120);
  const rows = workerTable(t, run, history);
  const sum = (shares: readonly { readonly share: number }[]) => shares.reduce((total, { share }) => total + share, 0);

  it('shares out the requests of a window and of all time', () => {
    const [within, all] = [sharesOfWindow(history.series, rows, 60), sharesOfAll(rows)];

    assert.equal(Math.round(sum(within) * 1000), 1000);
    assert.equal(Math.round(sum(all) * 1000), 1000);
    assert.ok(within.every(({ count }, index) => count < (all[index]?.count ?? 0)));
  });

  it('counts the connections that are open to each worker', () => {
    const samples = new Map([
      [1, sample({ slot: 1, connections: 9 })],
      [2, sample({ slot: 2, connections: 1 })],
    ]);
    const workers = [1, 2].map((slot) => worker({ slot }));

    const rowsNow = workerTable(t, runState({ workers, samples }), new RunHistory());

    assert.deepEqual(
      sharesOfConnections(rowsNow).map(({ count, share }) => [count, share]),
      [
        [9, 0.9],
        [1, 0.1],
      ],
    );
    assert.match(connectionSentence(t, rowsNow), /^10 connections are open; the busiest worker has 9/);
    assert.match(connectionSentence(t, []), /^No connection/);
  });

  it('counts no connections of a worker that does not answer, and says so', () => {
    const samples = new Map([[1, sample({ slot: 1, connections: 9 })]]);
    const workers = [worker({ slot: 1 }), worker({ slot: 2, state: 'unresponsive' })];
    const rowsNow = workerTable(t, runState({ workers, samples }), new RunHistory());

    assert.deepEqual(
      sharesOfConnections(rowsNow).map(({ slot }) => slot),
      [1],
    );
    assert.match(connectionSentence(t, rowsNow), /^9 connections are open;.*Not counted.*worker 2\.$/);
  });

  for (const [counts, pattern] of [
    [[0, 0], /^No requests/],
    [[5], /^There is one worker/],
    [[9, 0, 0], /^Worker 1 served all/],
    [[80, 10, 10], /^Worker 1 served 80 %.*even share of 33 %/],
    [[34, 33, 33], /^The workers share the requests evenly/],
  ] as const) {
    it(`says of ${counts.join(', ')} what they are like`, () => {
      const shares = sharesOfAll(counts.map((requests, index) => ({ slot: index + 1, requests })) as never);

      assert.match(shareSentence(t, shares), pattern);
    });
  }
});

describe('a chart', () => {
  const { history } = makeSyntheticRun(4, 100);
  const [requests, latency] = CHARTS;
  assert.ok(requests && latency);

  it('draws the whole run or each worker', () => {
    assert.deepEqual(
      runLines(latency, history.series, words).map(({ label }) => label),
      ['p50', 'p95', 'p99'],
    );
    assert.deepEqual(
      workerLines(requests, history.series, [1, 3]).map(({ label, style }) => [label, style]),
      [
        ['#1', 0],
        ['#3', 2],
      ],
    );
  });

  it('has at most thirty moments in its table, newest first', () => {
    const rows = tableIndexes(history.series, 60);

    assert.equal(rows[0], 99);
    assert.ok(rows.length <= 30 && (rows.at(-1) ?? 0) >= 39, rows.join());
  });

  it('shows many workers as lowest, median and highest, also when rows come one by one', () => {
    const live = makeSyntheticRun(9, 50);
    const slots = live.history.series.slots;
    const [grown, fresh] = [new Spread('cpu'), new Spread('cpu')];
    for (let second = 0; second < 20; second++) {
      live.tick();
      grown.update(live.history.series, slots);
    }
    fresh.update(live.history.series, slots);

    assert.deepEqual([grown.low, grown.middle, grown.high], [fresh.low, fresh.middle, fresh.high]);
    const column = slots.map((slot) => live.history.series.workerColumn(slot, 'cpu').at(-1) ?? 0);
    assert.equal(grown.high.at(-1), Math.max(...column));
    const row = live.history.series.length - 1;
    const top = extremeSlot(live.history.series, slots, { metric: 'cpu', row, sign: 1 });
    assert.equal(column[slots.indexOf(top ?? 0)], Math.max(...column));
  });
});

describe('an axis', () => {
  for (const [unit, highest, reach, max, step] of [
    ['rate', 812, 4, 1000, 250],
    ['percent', 3, 20, 20, 5],
    ['milliseconds', 26, 4, 30, 10],
    ['bytes', 423 * 1024 * 1024, 0, 600 * 1024 * 1024, 200 * 1024 * 1024],
  ] as const) {
    it(`of ${unit} up to ${highest} ends at a round ${max}`, () => {
      const scale = axisScale(unit, highest, reach);

      assert.deepEqual([Math.round(scale.max), Math.round(scale.step)], [max, step]);
      assert.equal(Math.round(axisLines(scale).at(-1) ?? 0), max);
    });
  }

  it('of time has its lines at round moments', () => {
    assert.deepEqual(timeLines(1003, 1063), [1005, 1020, 1035, 1050]);
  });
});

describe('the page and the host', () => {
  it('understand each other', () => {
    assert.deepEqual(readFromPage({ type: 'ready' }), { type: 'ready' });
    assert.deepEqual(readFromPage({ type: 'command', name: 'killWorker', slot: 2 }), {
      ...{ type: 'command', name: 'killWorker', slot: 2 },
    });
    assert.deepEqual(readFromPage({ type: 'export', format: 'csv' }), { type: 'export', format: 'csv' });
  });

  it('take no other command, whatever the page says', () => {
    for (const wrong of [
      undefined,
      'ready',
      { type: 'command', name: 'stopAll', slot: 1 },
      { type: 'command', name: 'killWorker', slot: '1' },
      { type: 'export', format: 'exe' },
      { type: 'other' },
    ])
      assert.equal(readFromPage(wrong), undefined);
  });

  it('remember which run it was', () => {
    assert.deepEqual(readMemory({ runId: 'a', name: 'b', choices: {} }), { runId: 'a', name: 'b' });
    assert.equal(readMemory({ runId: 1 }), undefined);
  });

  it('have the words of core in the page’s language', () => {
    const shout = pageTranslate(dashboardWords((message, ...args) => t(message, ...args).toUpperCase()));

    assert.equal(shout('{0} req/s', 5), '5 REQ/S');
    assert.equal(shareSentence(shout, sharesOfAll([])), 'NO REQUESTS IN THIS TIME.');
  });
});
