import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { replaceProcess } from '../../src/preload/primary/replacement';
import type { Slot } from '../../src/preload/primary/slot';
import type { Spawner, SpawnHandlers } from '../../src/preload/primary/spawner';
import { NO_CRASHES } from '../../src/shared/restartPolicy';
import { FakeWorker, fakeIncarnation } from '../support/fakeWorker';

describe('a slot whose process is replaced', () => {
  const fake = new FakeWorker();
  const candidate = fakeIncarnation(fake);
  let handlers: SpawnHandlers;
  const spawner = {
    spawn(_slot: number, given: SpawnHandlers) {
      handlers = given;
      return candidate;
    },
  } as unknown as Spawner;
  const options = {
    spawner,
    drainTimeout: 60_000,
    stopTimeout: 60_000,
    isWanted: () => true,
    timeWithoutServer: () => 0,
    onReady() {},
    onExit() {},
    onGone() {},
  };

  afterEach(() => mock.timers.reset());

  it('gets no second one from the crash of the old one meanwhile', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    let forks = 0;
    const slot: Slot = { number: 1, crashes: NO_CRASHES };

    const replaced = replaceProcess(slot, options);
    slot.refork = setTimeout(() => forks++, 20);
    handlers.onReady();
    await replaced;
    mock.timers.tick(1000);

    assert.equal(forks, 0);
    assert.equal(slot.process, candidate);
  });

  it('forgets what the old one was ended for', async () => {
    const slot: Slot = { number: 1, crashes: NO_CRASHES, fate: 'replace' };

    const replaced = replaceProcess(slot, options);
    handlers.onReady();
    await replaced;

    assert.equal(slot.fate, undefined);
  });

  it('keeps the old one where the new one does not become ready in half a minute, and kills that', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const old = fakeIncarnation(new FakeWorker());
    const slot: Slot = { number: 1, crashes: NO_CRASHES, process: old };

    const replaced = replaceProcess(slot, options);
    mock.timers.tick(30_000);

    assert.deepEqual(await replaced, { failed: undefined });
    assert.equal(slot.process, old);
    assert.deepEqual(fake.signals, ['SIGKILL']);
  });
});
