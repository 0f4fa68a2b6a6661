import assert from 'node:assert/strict';
import { retire } from '../../src/preload/primary/retire';
import { FakeWorker, fakeIncarnation } from '../support/fakeWorker';

const TIMES = { drainTimeout: 60_000, stopTimeout: 60_000 };

describe('a process that is retired', () => {
  it('is waited for, whatever errors its channel has meanwhile', async () => {
    const fake = new FakeWorker();

    const retired = retire(fakeIncarnation(fake), TIMES);
    fake.child.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    fake.exit();

    await retired;
  });

  it('is asked to end once it has drained', async () => {
    const fake = new FakeWorker();
    const incarnation = fakeIncarnation(fake);

    const retired = retire(incarnation, TIMES);
    incarnation.onDrained();
    fake.exit();
    await retired;

    assert.deepEqual(fake.signals, ['SIGTERM']);
    assert.equal(incarnation.asked, true);
  });
});
