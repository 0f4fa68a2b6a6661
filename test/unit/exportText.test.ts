/** The dashboard as a file: JSON that programs read, CSV that spreadsheets read, and no secret in either. */
import assert from 'node:assert/strict';
import { exportFileName, exportText } from '../../src/core/dashboard/exportText';
import { NOW, runInfo } from '../support/stateBuilders';
import { makeSyntheticRun } from '../support/syntheticRun';

describe('an exported run', () => {
  const { run, history } = makeSyntheticRun(2, 10);

  it('has as JSON every column over one axis of time, and the events', () => {
    const read = JSON.parse(exportText('json', run, history));

    assert.equal(read.times.length, 10);
    assert.equal(read.whole.cpu.length, 10);
    assert.deepEqual(
      read.workers.map(({ slot, rate }: { slot: number; rate: number[] }) => [slot, rate.length]),
      [
        [1, 10],
        [2, 10],
      ],
    );
    assert.match(read.events[0].at, /^\d{4}-.*Z$/);
  });

  it('has as CSV a line for each second, of the run and of each worker', () => {
    const [head, ...lines] = exportText('csv', run, history).trimEnd().split('\r\n');

    assert.equal(lines.length, 30);
    const width = head?.split(',').length;
    assert.ok(lines.every((line) => line.split(',').length === width));
    assert.match(lines[0] ?? '', /^\d{4}-\d\d-\d\dT[\d:.]+Z,all,/);
  });

  it('has nothing of the arguments, which may hold a secret', () => {
    const secret = { ...run, info: runInfo({ args: ['--token=hunter2'] }) };

    for (const format of ['json', 'csv'] as const)
      assert.ok(!exportText(format, secret, history).includes('hunter2'), format);
  });

  it('has a name that tells the app and the time', () => {
    assert.match(exportFileName('csv', 'server.js', NOW), /^server-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.csv$/);
  });
});
