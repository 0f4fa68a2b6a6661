import assert from 'node:assert/strict';
import { crashProblems, HEALTHY_AFTER } from '../../src/core/crashProblems';
import type { RunState } from '../../src/core/state';
import { untranslated as t } from '../../src/core/translate';
import type { HistoryEntry } from '../../src/shared/runInfo';
import { emptySlot, errorInfo, exitInfo, NOW, runInfo, runState, worker } from '../support/stateBuilders';

const lastExit = exitInfo({ at: NOW, error: errorInfo({ column: 3 }) });
const forked = (slot: number, at: number): HistoryEntry => ({ seq: 1, at, slot, change: 'forked' });
const messages = (run: RunState, now = NOW): string[] =>
  crashProblems(t, { runs: [run] }, now).problems.map(({ message }) => message);

describe('the error of a crashed worker', () => {
  it('is a problem at its place', () => {
    const run = runState({ workers: [emptySlot({ state: 'backing off', lastExit }), worker({ slot: 2 })] });

    assert.deepEqual(crashProblems(t, { runs: [run] }, NOW), {
      problems: [
        {
          file: '/app/server.js',
          line: 12,
          column: 3,
          message: 'TypeError: x is not a function (ended #1 of server.js)',
          reason: 'uncaught error',
        },
      ],
    });
  });

  it('is one problem for all workers that fail alike', () => {
    const workers = [1, 2, 3].map((slot) => emptySlot({ slot, state: 'crash looping', lastExit }));

    assert.deepEqual(messages(runState({ workers })), [
      'TypeError: x is not a function (ended #1, #2, #3 of server.js)',
    ]);
  });

  it('is none where the error has no file, or code that stands in none', () => {
    const exits = [errorInfo({ file: 'evalmachine.<anonymous>' }), { name: 'Error', message: 'x', stack: 'x' }];
    const workers = exits.map((error, index) =>
      emptySlot({ slot: index + 1, state: 'backing off', lastExit: exitInfo({ error }) }),
    );

    assert.deepEqual(messages(runState({ workers })), []);
  });

  it('is over when the next process has lived for a while, and says when that will be', () => {
    const run = runState({ workers: [worker({ lastExit })], history: [forked(1, NOW + 500)] });
    const { problems, changesAt } = crashProblems(t, { runs: [run] }, NOW + 1000);

    assert.equal(problems.length, 1);
    assert.equal(changesAt, NOW + 500 + HEALTHY_AFTER);
    assert.deepEqual(messages(run, changesAt), []);
  });

  it('does not come back with a reload, when its fork is no longer remembered, or when the run ends', () => {
    const later = NOW + 2 * HEALTHY_AFTER;
    const history = [forked(1, NOW)];
    const reloaded = runState({ workers: [worker({ lastExit, forkedAt: later })], history });
    const forgotten = runState({ workers: [worker({ lastExit })], history: [] });
    const ended = runState({ link: 'ended', workers: [emptySlot({ state: 'exited', lastExit })], history });

    for (const run of [reloaded, forgotten, ended]) assert.deepEqual(messages(run, later), []);
  });

  it('stays with a run that it ended', () => {
    const run = runState({ link: 'ended', workers: [emptySlot({ state: 'crash looping', lastExit })] });

    assert.equal(messages(run, NOW + 100 * HEALTHY_AFTER).length, 1);
  });
});

describe('the error that stopped a reload', () => {
  const reload = { startedAt: NOW, replaced: 0, of: 2, exit: lastExit } as const;

  it('is a problem until the next reload begins', () => {
    const failed = runState({ info: runInfo({ reload: { ...reload, state: 'failed' } }) });
    const again = runState({ info: runInfo({ reload: { ...reload, state: 'running' } }) });

    assert.deepEqual(messages(failed), ['TypeError: x is not a function (stopped the reload of server.js)']);
    assert.deepEqual(messages(again), []);
  });

  it('is none once its run has ended', () => {
    const info = runInfo({ reload: { ...reload, state: 'failed' } });

    assert.deepEqual(messages(runState({ info, link: 'ended' })), []);
  });
});
