import assert from 'node:assert/strict';
import type { RunState } from '../../src/core/state';
import { isUrgent } from '../../src/core/urgency';
import { runInfo, runState, sample, worker } from '../support/stateBuilders';

const BEFORE = runState();
const changedBy = (change: Partial<RunState>): boolean =>
  isUrgent({ runs: [{ ...BEFORE, ...change }] }, { runs: [BEFORE] });

describe('a change', () => {
  it('is urgent when a worker, the run or the link changed', () => {
    assert.ok(changedBy({ workers: [worker({ state: 'draining' })] }));
    assert.ok(changedBy({ info: runInfo({ state: 'stopping' }) }));
    assert.ok(changedBy({ link: 'reconnecting' }));
  });

  it('is urgent when a run came or went', () => {
    assert.ok(isUrgent({ runs: [] }, { runs: [BEFORE] }));
    assert.ok(isUrgent({ runs: [BEFORE] }, { runs: [] }));
  });

  it('is not urgent when only numbers moved', () => {
    assert.ok(!changedBy({ samples: new Map([[1, sample()]]), usage: new Map(), seq: 11 }));
  });
});
