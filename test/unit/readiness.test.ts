import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { Incarnation } from '../../src/preload/primary/incarnation';
import { type Precedent, timeWithoutServer } from '../../src/preload/primary/readiness';
import type { Roster } from '../../src/preload/primary/roster';
import { FakeWorker } from '../support/fakeWorker';

describe('a worker that does not listen', () => {
  const precedent = { serves: false, isFirst: true };
  let times = 0;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    times = 0;
  });
  afterEach(() => mock.timers.reset());

  function comesOnline(known: Precedent): FakeWorker {
    const fake = new FakeWorker();
    new Incarnation({
      worker: fake.worker,
      slot: 1,
      shown: true,
      roster: { change() {} } as unknown as Roster,
      stderrTail: () => '',
      resting: new Set(),
      timeWithoutServer: () => timeWithoutServer(known),
      onSample() {},
      onReady: () => times++,
      onExit() {},
    });
    fake.worker.emit('online');
    return fake;
  }

  it('may be a build, or a server that is slow to start, for half a minute; then it counts as ready', () => {
    comesOnline(precedent);

    mock.timers.tick(29_000);
    const before = times;
    mock.timers.tick(60_000);

    assert.deepEqual([before, times], [0, 1]);
  });

  it('is ready in three seconds in the place of one that did without a server', () => {
    comesOnline({ serves: false, isFirst: false });

    mock.timers.tick(3000);

    assert.equal(times, 1);
  });

  it('is never ready where another has listened in its place, unless it listens', () => {
    const fake = comesOnline({ serves: true, isFirst: false });

    mock.timers.tick(600_000);
    const before = times;
    fake.worker.emit('listening', { port: 3000, address: null, addressType: 4, fd: undefined });

    assert.deepEqual([before, times], [0, 1]);
  });

  it('is not ready once it is gone', () => {
    const fake = comesOnline(precedent);

    fake.exit();
    mock.timers.tick(60_000);

    assert.equal(times, 0);
  });
});
