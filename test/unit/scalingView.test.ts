/** What the page of Measure Scaling is given, what it may ask for, what is exported, and which choices are taken. */
import assert from 'node:assert/strict';
import { exportScaling } from '../../src/core/scaling/exportScaling';
import { connectionsProblem, readChoices, stepCount } from '../../src/core/scaling/scalingChoices';
import { readFromScalingPage, scalingView } from '../../src/core/scaling/scalingView';
import { untranslated as t } from '../../src/core/translate';
import { useOf } from '../../src/host/workerUse';
import { measurement, step } from '../support/scalingBuilders';
import { NOW, sample } from '../support/stateBuilders';

const TWO = measurement([step(1, { perSecond: 500.123 }), step(2, { perSecond: 950, failed: 1 })]);
const column = (title: string, of = TWO) =>
  scalingView(t, of, 'done').columns.find((one) => one.title === title)?.cells;

describe('the view of a measurement', () => {
  it('has the result, the facts and the curves', () => {
    const view = scalingView(t, TWO, 'done');

    assert.equal(view.title, 'Scaling: server.js');
    assert.equal(view.facts, 'http://127.0.0.1:3000/ · 50 connections for 3 s each · 4 cores · Node.js v22.3.0');
    assert.match(view.sentence, /^2 workers serve 1\.9 times/);
    assert.deepEqual(
      [view.workers, view.perSecond],
      [
        [1, 2],
        [500.123, 950],
      ],
    );
  });

  it('has a table with a column for each figure', () => {
    assert.deepEqual(column('Workers'), ['1', '2']);
    assert.deepEqual(column('Requests per second'), ['500 req/s', '950 req/s']);
    assert.deepEqual(column('Times one worker'), ['1.00', '1.90']);
    assert.deepEqual(column('Failed'), ['0 %', '< 1 %']);
    assert.deepEqual(column('CPU of workers'), ['95 %', '190 %']);
  });

  it('marks a knee where there is one, and none while workers still add', () => {
    assert.equal(scalingView(t, TWO, 'done').knee, undefined);
    assert.equal(scalingView(t, measurement([step(1, {}), step(2, {})]), 'done').knee, 1);
  });

  it('says what is being measured, and draws no conclusion before the end', () => {
    const { sentence, knee } = scalingView(t, measurement([step(1, {}), step(2, {})]), 'measuring');

    assert.equal(sentence, 'Measuring 3 workers...');
    assert.equal(knee, undefined);
    assert.equal(scalingView(t, TWO, 'stopped').sentence, 'The measurement was stopped before its end.');
  });

  it('takes from the page what it knows, and nothing else', () => {
    assert.deepEqual(readFromScalingPage({ type: 'export', format: 'csv', path: '/etc' }), {
      type: 'export',
      format: 'csv',
    });
    assert.deepEqual(readFromScalingPage({ type: 'again' }), { type: 'again' });
    for (const other of [undefined, null, 'ready', {}, { type: 'export', format: 'exe' }, { type: 'command' }])
      assert.equal(readFromScalingPage(other), undefined);
  });
});

describe('the export of a measurement', () => {
  it('is JSON with every step and the result', () => {
    const { steps, result, startedAt } = JSON.parse(exportScaling('json', TWO));

    assert.equal(steps[0].load.perSecond, 500.12);
    assert.equal(result.knee, 2);
    assert.match(result.sentence, /^2 workers serve/);
    assert.equal(startedAt, new Date(NOW).toISOString());
  });

  it('is CSV with a row for each step, and the second look at one worker last', () => {
    const lines = exportScaling('csv', { ...TWO, control: step(1, { perSecond: 510 }) }).split('\r\n');

    assert.match(lines[0] ?? '', /^workers,perSecond,deviation,p50,p99,/);
    assert.deepEqual(
      lines.slice(1).map((line) => line.split(',').slice(0, 2).join()),
      ['1,500.12', '2,950', '1,510', ''],
    );
  });
});

describe('the choices for a measurement', () => {
  it('go up to the cores, to four on a small machine and to sixteen on a big one', () => {
    assert.deepEqual(
      [1, 2, 8, 64].map((cores) => stepCount(t, undefined, cores)),
      [4, 4, 8, 16],
    );
  });

  it('go up to what is asked, within bounds', () => {
    assert.equal(stepCount(t, 3, 64), 3);
    for (const wrong of [0, 17, 1.5, '4', null]) assert.throws(() => stepCount(t, wrong, 2), { code: 'badWorkers' });
  });

  it('have a whole number of connections', () => {
    assert.equal(connectionsProblem(t, ' 50 '), undefined);
    for (const wrong of ['', '0', '501', '-1', '1e2', 'many'])
      assert.match(connectionsProblem(t, wrong) ?? '', /1 to 500/);
  });

  it('are taken from a stranger as far as they are some', () => {
    assert.deepEqual(readChoices({ path: '/x', connections: 20, more: 1 }), { path: '/x', connections: 20 });
    assert.deepEqual(readChoices({ path: 1, connections: 9999 }), {});
    assert.deepEqual(readChoices(undefined), {});
  });
});

describe('the use of the workers', () => {
  const at = (pid: number, seconds: number, cpu: number, elu: number) =>
    sample({ pid, at: NOW + seconds * 1000, interval: 1000, cpu, elu });

  it('adds CPU up and averages loops over the time of the load', () => {
    const samples = [at(1, 0, 0, 0), at(1, 2, 80, 0.8), at(1, 3, 100, 1), at(2, 2, 40, 0.4), at(2, 3, 60, 0.6)];

    assert.deepEqual(useOf(samples, 2000), { cpu: 140, loop: 70 });
  });

  it('is unknown where nobody told anything', () => {
    assert.equal(useOf([], 2000), undefined);
  });
});
