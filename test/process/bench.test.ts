/** Runs the benchmark at its smallest, so that it does not rot: one row, two runners, nothing but the machine needed. */
import assert from 'node:assert/strict';
import { runBench } from '../bench/benchRun';
import { Cleanup } from '../bench/cleanup';
import { describeMachine } from '../bench/machine';
import { hasProc } from '../bench/processCost';
import type { BenchResults } from '../bench/results';
import { selectRows } from '../bench/rows/rows';

const EMPTY: BenchResults = {
  node: process.versions.node,
  effort: 'smoke',
  startedAt: '',
  machine: describeMachine(),
  rows: [],
};

describe('the benchmark', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('measures a launch and a recovery of Node Cluster beside the minimal primary', async function () {
    if (!hasProc) this.skip();

    const results = await runBench(EMPTY, {
      rows: selectRows(['launch']),
      runners: ['minimal', 'nodeCluster'],
      node: process.execPath,
      cleanup,
      onProgress: () => {},
      onResults: () => {},
    });

    const [row] = results.rows;
    assert.equal(row?.trouble, undefined);
    for (const runner of ['minimal', 'nodeCluster'] as const) {
      const { launch, recovery, missing } = row?.rounds[0]?.[runner] ?? {};
      assert.ok(Number(launch) > 0 && Number(recovery) > 0 && missing === 0, JSON.stringify(row));
    }
  });
});
