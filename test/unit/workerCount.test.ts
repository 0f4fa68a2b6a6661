import assert from 'node:assert/strict';
import { untranslated as t } from '../../src/core/translate';
import { checkWorkerCount, chooseWorkerCount, workerCountProblem } from '../../src/core/workerCount';

describe('a typed number of workers', () => {
  for (const text of ['1', '4', '1024', ' 8 ']) {
    it(`may be "${text}"`, () => assert.equal(workerCountProblem(t, text), undefined));
  }

  for (const text of ['', '0', '-1', '1.5', 'many', '1e3', '1025', '0x4']) {
    it(`may not be "${text}", and the message gives the range`, () => {
      assert.equal(workerCountProblem(t, text), 'Enter a whole number from 1 to 1024.');
    });
  }
});

describe('a given number of workers', () => {
  for (const value of [0, -1, 1.5, 'many', null, 1025, Number.NaN]) {
    it(`may not be ${value}`, () => assert.throws(() => checkWorkerCount(t, value), { code: 'badWorkers' }));
  }
});

describe('the number of workers of a launch', () => {
  const remembered = { workers: 6, setting: 'auto' } as const;

  it('is what the caller asks for', () => {
    assert.equal(chooseWorkerCount({ asked: 2, remembered, setting: 'auto' }), 2);
  });

  it('is else the last choice', () => {
    assert.equal(chooseWorkerCount({ asked: undefined, remembered, setting: 'auto' }), 6);
  });

  it('is the setting where that was changed after the choice', () => {
    assert.equal(chooseWorkerCount({ asked: undefined, remembered, setting: 3 }), 3);
  });

  it('is the setting where nothing was chosen', () => {
    assert.equal(chooseWorkerCount({ asked: undefined, remembered: undefined, setting: 'auto' }), 'auto');
  });
});
