/** What an assistant is told: enough to find a fault, nothing that may be secret. */
import assert from 'node:assert/strict';
import { logReport, runsReport } from '../../src/core/assistant/runReport';
import { reduce } from '../../src/core/reducer';
import { EMPTY_STATE } from '../../src/core/state';
import { errorInfo, exitInfo, NOW, runInfo, snapshot, worker } from '../support/stateBuilders';

const stateOf = (...parts: Parameters<typeof snapshot>) =>
  reduce(EMPTY_STATE, { type: 'snapshot', snapshot: snapshot(...parts), at: NOW });

describe('what an assistant is told', () => {
  it('has each worker with its state and the place of its last error', () => {
    const lastExit = exitInfo({ reason: 'uncaught error', error: errorInfo({ file: '/app/server.js', line: 42 }) });

    const { runs } = JSON.parse(runsReport(stateOf({ workers: [worker({ slot: 1, state: 'listening', lastExit })] })));

    const [{ workers }] = runs;
    assert.equal(workers[0].state, 'listening');
    assert.deepEqual([workers[0].lastExit.error.file, workers[0].lastExit.error.line], ['/app/server.js', 42]);
  });

  it('leaves out the arguments of the app, which may be secrets', () => {
    const report = runsReport(stateOf({ run: runInfo({ args: ['--password=hunter2'] }) }));

    assert.doesNotMatch(report, /hunter2/);
  });

  it('has the lines of a log with their worker and without colours, and marks standard error', () => {
    const line = { slot: 2, pid: 7, at: NOW, stream: 'err', text: '\u001b[31mboom\u001b[0m' } as const;

    assert.equal(logReport([line]), '[stderr] #2 | boom');
    assert.match(logReport([]), /empty/);
  });
});
