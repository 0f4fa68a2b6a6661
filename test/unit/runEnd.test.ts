import assert from 'node:assert/strict';
import { RefusedError } from '../../src/core/linkErrors';
import type { RunGateway, StateSource } from '../../src/core/ports';
import type { RunState } from '../../src/core/state';
import { askUnlessEnded } from '../../src/ui/runEnd';
import { runState } from '../support/stateBuilders';

describe('a request to a run that may end first', () => {
  const ask = (link: RunState['link'], request: RunGateway['request']): Promise<boolean> => {
    const state = { state: { runs: [runState({ link })] }, onDidChange: () => ({ dispose() {} }) } as StateSource;
    return askUnlessEnded({ state, gateway: { request } as RunGateway }, 'run-1', { type: 'restart' });
  };

  it('is answered', async () => {
    assert.equal(await ask('connected', async () => undefined), true);
  });

  it('counts as not asked where the run ended without an answer', async () => {
    assert.equal(await ask('ended', () => Promise.reject(new Error('no link'))), false);
  });

  it('rejects where the run refused it', async () => {
    const refusal = new RefusedError('stopping', 'The run is stopping.', 'Wait.');

    await assert.rejects(
      ask('ended', () => Promise.reject(refusal)),
      refusal,
    );
  });
});
