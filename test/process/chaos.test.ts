/**
 * Chaos at its small size: workers killed, frozen, spun, starved of memory, the run scaled, reloaded and restarted, a
 * client that comes and goes, all at random and under load; afterwards everything that must hold does. `npm run chaos`
 * does the same for as long as it is told; the seed of a failure is in the title.
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { ChaosRun } from '../chaos/chaosRun';
import { violations } from '../chaos/invariants';

const DURATION_MS = 12_000;
/** The same each time: the gate must not fail by chance. Other seeds are for `npm run chaos`. */
const SEED = Number(process.env.NODE_CLUSTER_CHAOS_SEED ?? 799);

describe('a run under chaos', () => {
  let chaos: ChaosRun | undefined;
  afterEach(() => chaos?.dispose());

  it(`keeps its workers, its events, its requests and its memory in order (seed ${SEED})`, async () => {
    chaos = await ChaosRun.start(SEED);

    const load = await chaos.rage({ duration: DURATION_MS });

    assert.deepEqual(await violations(chaos, load), []);
    assert.ok(load.answered > 500, `only ${load.answered} requests`);
    assert.deepEqual(await chaos.stop(), { code: 0, signal: null });
    assert.deepEqual(readdirSync(chaos.run.dir), []);
  }).timeout(120_000);
});
