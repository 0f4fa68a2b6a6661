/** What the host remembers of runs: rows from what was measured, requests counted over them, and what happened. */
import assert from 'node:assert/strict';
import { Histories, RunHistory } from '../../src/core/runHistory';
import type { RunMetric, WorkerMetric } from '../../src/core/series';
import { bucketOf, bucketValue } from '../../src/shared/histogram';
import type { Sample } from '../../src/shared/runInfo';
import { NOW, runInfo, runState, sample, worker } from '../support/stateBuilders';

const run = (samples: readonly Sample[]) => runState({ samples: new Map(samples.map((one) => [one.slot, one])) });

/** The last row's value. */
const ofRun = (history: RunHistory, metric: RunMetric) => history.series.runColumn(metric).at(-1);
const ofWorker = (history: RunHistory, slot: number, metric: WorkerMetric) =>
  history.series.workerColumn(slot, metric).at(-1);

function recorded(...samples: readonly Sample[]): RunHistory {
  const history = new RunHistory();
  history.record(run(samples), NOW);
  return history;
}

describe('a row of the history', () => {
  it('adds up what adds up', () => {
    const history = recorded(sample({ slot: 1, requests: 100 }), sample({ slot: 2, requests: 50 }));

    assert.equal(ofRun(history, 'rate'), 150);
    assert.equal(ofRun(history, 'cpu'), 20);
    assert.equal(ofWorker(history, 2, 'rate'), 50);
  });

  it('has the percentiles of all requests together, not the mean of percentiles', () => {
    const fast = sample({ slot: 1, latency: [bucketOf(1), 990] });
    const slow = sample({ slot: 2, latency: [bucketOf(100), 10] });
    const history = recorded(fast, slow);

    assert.equal(ofRun(history, 'p50'), Math.fround(bucketValue(bucketOf(1))));
    assert.equal(ofRun(history, 'p99'), Math.fround(bucketValue(bucketOf(1))));
    assert.equal(ofWorker(history, 2, 'p99'), Math.fround(bucketValue(bucketOf(100))));
  });

  it('has the worst worker where a sum would say nothing', () => {
    const history = recorded(
      sample({ slot: 1, elu: 0.2, delayP99: 30, heapUsed: 50, heapLimit: 100 }),
      sample({ slot: 2, elu: 0.6, delayP99: 5, heapUsed: 80, heapLimit: 1000 }),
    );

    assert.equal(ofRun(history, 'loopMax'), 60);
    assert.equal(Math.round(ofRun(history, 'loop') ?? 0), 40);
    assert.equal(ofRun(history, 'delay'), 30);
    assert.deepEqual([ofRun(history, 'heap'), ofRun(history, 'heapLimit')], [50, 100]);
  });

  it('is not there while nothing is measured', () => {
    assert.equal(recorded().series.length, 0);
  });

  it('has nothing of a worker that does not answer, but from outside', () => {
    const stuck = runState({
      workers: [worker({ slot: 1, state: 'unresponsive' })],
      samples: new Map([[1, sample()]]),
      usage: new Map([[811, { cpu: 100, memory: 5 }]]),
    });
    const history = new RunHistory();
    history.record(stuck, NOW);

    assert.equal(ofWorker(history, 1, 'cpu'), 100);
    assert.ok(Number.isNaN(ofWorker(history, 1, 'rate')));
  });

  it('counts what was served since the row before', () => {
    const history = recorded(sample({ totalRequests: 100 }));
    history.record(run([sample({ totalRequests: 130 })]), NOW + 1000);

    assert.deepEqual([...history.series.workerColumn(1, 'served')], [Number.NaN, 30]);
  });

  it('does not take the requests of a long pause for those of a second', () => {
    const history = recorded(sample({ totalRequests: 100 }));
    history.record(run([sample({ totalRequests: 9000 })]), NOW + 60_000);

    assert.ok(Number.isNaN(ofWorker(history, 1, 'served')));
  });
});

describe('the recent latency', () => {
  it('is over ten seconds, so that a quiet app has one', () => {
    const history = recorded(sample({ latency: [bucketOf(20), 1] }));
    for (let second = 1; second < 10; second++)
      history.record(run([sample({ at: NOW + second * 1000 })]), NOW + second * 1000);

    assert.equal(history.latency.percentile(0.99), bucketValue(bucketOf(20)));
    history.record(run([sample({ at: NOW + 10_000 })]), NOW + 10_000);
    assert.equal(history.latency.percentile(0.99), undefined);
  });

  it('counts a sample once, however often it is looked at', () => {
    const history = recorded(sample({ latency: [bucketOf(20), 1] }), sample({ slot: 2, latency: [bucketOf(1), 1] }));
    for (let time = 0; time < 5; time++) history.record(run([sample({ latency: [bucketOf(20), 1] })]), NOW + time);

    assert.equal(history.latency.percentile(0.5, 1), bucketValue(bucketOf(20)));
    assert.equal(history.latency.percentile(0.5, 2), undefined);
  });
});

describe('the histories', () => {
  it('note that a run was scaled, reloaded and has ended', () => {
    const histories = new Histories();
    const states = [
      runState(),
      runState({ info: runInfo({ target: 4 }) }),
      runState({ info: runInfo({ target: 4, reload: { state: 'running', startedAt: NOW, replaced: 0, of: 4 } }) }),
      runState({ info: runInfo({ target: 4, reload: { state: 'done', startedAt: NOW, replaced: 4, of: 4 } }) }),
      runState({ info: runInfo({ target: 4, state: 'ended' }), link: 'ended' }),
    ].map((state) => ({ runs: [state] }));
    states.reduce((before, now) => {
      histories.follow(now, before, NOW + 5);
      return now;
    });

    const notes = histories
      .of('run-1')
      .notes.map((note) => ('state' in note ? `${note.kind} ${note.state}` : note.kind));
    assert.deepEqual(notes, ['scaled', 'reload running', 'reload done', 'ended']);
  });

  it('forget a run that is gone', () => {
    const histories = new Histories();
    const before = { runs: [run([sample()])] };
    histories.record(before, NOW);

    histories.follow({ runs: [] }, before, NOW);

    assert.equal(histories.of('run-1').series.length, 0);
  });

  it('record only runs that are there to be measured', () => {
    const ticks = new Histories().record({ runs: [runState({ link: 'ended' })] }, NOW);

    assert.equal(ticks.size, 0);
  });
});
