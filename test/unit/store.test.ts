import assert from 'node:assert/strict';
import { EMPTY_STATE } from '../../src/core/state';
import { Store } from '../../src/core/store';
import { NOW, snapshot } from '../support/stateBuilders';

const TAKEN = { type: 'snapshot', snapshot: snapshot(), at: NOW } as const;

describe('the store', () => {
  it('tells of each change with the state before and after it', () => {
    const store = new Store();
    const told: unknown[] = [];
    store.onDidChange((now, before) => told.push([now, before]));

    store.dispatch(TAKEN);

    assert.deepEqual(told, [[store.state, EMPTY_STATE]]);
    assert.equal(store.state.runs.length, 1);
  });

  it('tells nothing when nothing changed', () => {
    const store = new Store();
    store.onDidChange(() => assert.fail('there was no change'));

    store.dispatch({ type: 'unwatched' });
  });

  it('tells a listener no more once that is disposed, and another one of the same function still', () => {
    const store = new Store();
    let calls = 0;
    const listener = (): void => {
      calls += 1;
    };
    const first = store.onDidChange(listener);
    store.onDidChange(listener);

    first.dispose();
    store.dispatch(TAKEN);

    assert.equal(calls, 1);
  });
});
