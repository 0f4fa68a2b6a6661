import assert from 'node:assert/strict';
import { afterCrash, type CrashCount, DEFAULT_RESTART, NO_CRASHES } from '../../src/shared/restartPolicy';

/** The delays before each restart of a slot whose processes live as long as given; `-1` where it is given up. */
function delays(uptimes: readonly number[], random = 0.5): number[] {
  let crashes: CrashCount = NO_CRASHES;
  return uptimes.map((uptime) => {
    const decision = afterCrash(crashes, uptime, random);
    crashes = decision.crashes;
    return decision.action === 'fork' ? decision.delay : -1;
  });
}

describe('the restart policy', () => {
  it('replaces the first crash at once, doubles the wait after, and gives up at the fifth young death', () => {
    assert.deepEqual(delays([10, 10, 10, 10, 10]), [0, 500, 1000, 2000, -1]);
  });

  it('brakes a worker that dies a little later than at once too, up to the cap, without giving up', () => {
    assert.deepEqual(delays(new Array(9).fill(6000)), [0, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  });

  it('counts anew after a stable life', () => {
    assert.deepEqual(delays([10, 10, 30_000, 10]), [0, 500, 0, 500]);
  });

  it('allows at most six births in ten seconds to a worker that throws at once', () => {
    const waits = delays([0, 0, 0, 0, 0], 0);

    const births = 1 + waits.filter((wait) => wait >= 0).length;
    assert.ok(births <= 6);
  });

  it('spreads the waits by the jitter, around the same middle', () => {
    const [, least = 0] = delays([0, 0], 0);
    const [, most = 0] = delays([0, 0], 1);

    assert.equal(least, DEFAULT_RESTART.baseDelay * 0.9);
    assert.equal(most, DEFAULT_RESTART.baseDelay * 1.1);
  });
});
