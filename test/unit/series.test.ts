/** The series of a run: what it keeps, what it forgets, and that a copy is the same. */
import assert from 'node:assert/strict';
import { CHARTED_WORKERS, HISTORY_SECONDS, RunSeries, type Tick, WORKER_METRICS } from '../../src/core/series';

const START = 1_763_800_000;

/** A row whose CPU is the same number for the run and all its workers. */
function tick(second: number, slots: readonly number[] = [1], cpu = second): Tick {
  return { time: START + second, run: [cpu], workers: slots.map((slot) => [slot, [cpu]]) };
}

function seriesOf(seconds: number, slots?: readonly number[]): RunSeries {
  const series = new RunSeries();
  for (let second = 0; second < seconds; second++) series.append(tick(second, slots));
  return series;
}

describe('a series', () => {
  it('is empty at first', () => {
    const series = new RunSeries();

    assert.equal(series.length, 0);
    assert.equal(series.latest, undefined);
  });

  it('has a row for each second, of the run and of its workers', () => {
    const series = seriesOf(3);

    assert.deepEqual([...series.times], [START, START + 1, START + 2]);
    assert.deepEqual([...series.runColumn('cpu')], [0, 1, 2]);
    assert.deepEqual([...series.workerColumn(1, 'cpu')], [0, 1, 2]);
  });

  it('has no number where nobody measured', () => {
    const series = seriesOf(1);

    assert.ok(Number.isNaN(series.runColumn('p99')[0]));
    assert.ok(Number.isNaN(series.workerColumn(1, 'heap')[0]));
  });

  it('knows nothing of a worker before it came and after it went', () => {
    const series = seriesOf(1);
    series.append(tick(1, [1, 2]));
    series.append(tick(2, [2]));

    assert.deepEqual([...series.workerColumn(1, 'cpu')], [0, 1, Number.NaN]);
    assert.deepEqual([...series.workerColumn(2, 'cpu')], [Number.NaN, 1, 2]);
  });

  it('breaks where nobody looked for a while', () => {
    const series = seriesOf(2);
    series.append(tick(60));

    assert.deepEqual([...series.times], [START, START + 1, START + 2, START + 60]);
    assert.ok(Number.isNaN(series.runColumn('cpu')[2]));
  });

  it('does not take a row that is no later than the last', () => {
    const series = seriesOf(2);
    series.append(tick(1, [1], 99));

    assert.deepEqual([...series.runColumn('cpu')], [0, 1]);
  });

  it('keeps half an hour and no more, however long the run', () => {
    const series = seriesOf(HISTORY_SECONDS * 3 + 17);

    assert.equal(series.length, HISTORY_SECONDS);
    assert.equal(series.latest, START + HISTORY_SECONDS * 3 + 16);
    assert.equal(series.runColumn('cpu')[0], HISTORY_SECONDS * 2 + 17);
    assert.equal(series.workerColumn(1, 'cpu').at(-1), HISTORY_SECONDS * 3 + 16);
  });

  it('forgets a worker of which nothing is left', () => {
    const series = seriesOf(1, [1, 2]);
    for (let second = 1; second < HISTORY_SECONDS * 3; second++) series.append(tick(second, [1]));

    assert.deepEqual(series.slots, [1]);
  });

  it('has columns for so many workers and no more', () => {
    const slots = Array.from({ length: 200 }, (_, index) => index + 1);

    assert.equal(seriesOf(2, slots).slots.length, CHARTED_WORKERS);
  });

  it('is the same after its travel to the page', () => {
    const series = seriesOf(HISTORY_SECONDS + 50, [2, 1]);

    const copy = RunSeries.from(series.dump());

    assert.deepEqual(copy.slots, [1, 2]);
    assert.deepEqual(copy.times, series.times);
    for (const metric of WORKER_METRICS)
      assert.deepEqual(copy.workerColumn(2, metric), series.workerColumn(2, metric), metric);
    assert.deepEqual(copy.runColumn('cpu'), series.runColumn('cpu'));
  });

  it('goes on after its travel', () => {
    const copy = RunSeries.from(seriesOf(3).dump());
    copy.append(tick(3));

    assert.deepEqual([...copy.runColumn('cpu')], [0, 1, 2, 3]);
  });
});
