import assert from 'node:assert/strict';
import type { ClusterState } from '../../src/core/state';
import { badgeOf, statusBarOf } from '../../src/core/summary';
import { untranslated as t } from '../../src/core/translate';
import { emptySlot, NOW, runInfo, runState, sample, worker } from '../support/stateBuilders';

const HEALTHY: ClusterState = { runs: [runState()] };
const ENDED: ClusterState = { runs: [runState({ link: 'ended' })] };

describe('the badge', () => {
  it('is absent while all is well', () => {
    assert.equal(badgeOf(t, HEALTHY), undefined);
  });

  it('counts the workers in trouble and names them', () => {
    const workers = [
      worker({ slot: 1 }),
      worker({ slot: 2, state: 'unresponsive' }),
      emptySlot({ slot: 3, state: 'backing off' }),
      emptySlot({ slot: 4, state: 'crash looping' }),
      emptySlot({ slot: 5, state: 'stopped' }),
    ];

    const badge = badgeOf(t, { runs: [runState({ workers })] });

    assert.equal(badge?.value, 3);
    assert.equal(
      badge?.tooltip,
      ['unresponsive', 'backing off', 'crash looping']
        .map((state, index) => `server.js: worker ${index + 2} is ${state}`)
        .join('\n'),
    );
  });

  it('names ten workers at most', () => {
    const workers = Array.from({ length: 12 }, (_, index) => emptySlot({ slot: index + 1, state: 'crash looping' }));

    const lines = badgeOf(t, { runs: [runState({ workers })] })?.tooltip.split('\n') ?? [];

    assert.equal(lines.length, 11);
    assert.equal(lines.at(-1), 'and 2 more');
  });

  it('says nothing of runs that ended', () => {
    const workers = [emptySlot({ state: 'crash looping' })];

    assert.equal(badgeOf(t, { runs: [runState({ workers, link: 'ended' })] }), undefined);
  });
});

describe('the status bar', () => {
  it('is empty without a live run', () => {
    assert.equal(statusBarOf(t, { runs: [] }, NOW), undefined);
    assert.equal(statusBarOf(t, ENDED, NOW), undefined);
  });

  it('counts the ready workers of all live runs', () => {
    const second = runState({ info: runInfo({ id: 'run-2', target: 3 }), workers: [worker()] });

    const shown = statusBarOf(t, { runs: [...HEALTHY.runs, second, ...ENDED.runs] }, NOW);

    assert.equal(shown?.text, '$(server-process) 3/5');
    assert.equal(shown?.accessibilityLabel, 'Node Cluster: 3 of 5 workers ready');
    assert.equal(shown?.tooltip, 'server.js: 2 of 2 workers ready\nserver.js: 1 of 3 workers ready');
  });

  it('adds what the workers use while that is measured', () => {
    const samples = new Map([1, 2].map((slot) => [slot, sample({ slot })]));

    const shown = statusBarOf(t, { runs: [runState({ samples })] }, NOW);

    assert.equal(shown?.text, '$(server-process) 2/2 · 20 % · 160 MB · 1624 req/s');
  });
});
