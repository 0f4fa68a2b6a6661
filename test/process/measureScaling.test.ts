/**
 * Measure Scaling against real runs and with the real load process: what comes back is whole, a run that waits and one
 * that computes are told apart, the run is left as it was, and nothing is loaded that is not this machine. No speed is
 * asserted.
 */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { ScalingOrder } from '../../src/core/ports';
import { analyse } from '../../src/core/scaling/analysis';
import type { Measurement } from '../../src/core/scaling/measurement';
import { explanations } from '../../src/core/scaling/sentences';
import { untranslated as t } from '../../src/core/translate';
import { createLoadGenerator } from '../../src/host/loadProcess';
import { createScalingMeter } from '../../src/host/scalingMeter';
import { createWatching, type Watching } from '../../src/host/watching';
import { type ClusterRun, makeRunDirectory, NODE, useRuns } from '../support/clusterRun';
import { ROOT } from '../support/process.mjs';
import { silentLog } from '../support/silentLog';
import { eventually } from '../support/vscode/eventually';

const LOAD = path.join(ROOT, 'dist', 'load.cjs');

describe('measuring how a run scales', function () {
  this.timeout(90_000);
  const start = useRuns();
  let dir: string;
  let watching: Watching;

  beforeEach(() => {
    dir = makeRunDirectory();
    watching = createWatching({ t, log: silentLog, accept: () => true, onProblem: () => {}, directory: dir });
    watching.setActive(true);
  });
  afterEach(() => {
    watching.dispose();
    rmSync(dir, { recursive: true, force: true });
  });

  async function started(app: string, workers: number): Promise<ClusterRun> {
    const run = await start({ app, dir, parameters: { workers } });
    await run.untilListening(workers);
    await eventually('the run', () => theRun() !== undefined || undefined, { interval: 20 });
    return run;
  }

  const theRun = () => watching.state.state.runs[0];

  function measure(order: Partial<ScalingOrder> = {}): Promise<Measurement> {
    const meter = createScalingMeter({
      t,
      state: watching.state,
      gateway: watching.gateway,
      generator: createLoadGenerator(LOAD),
      now: Date.now,
    });
    return meter.measure({
      runId: theRun()?.info.id ?? '',
      path: '/',
      connections: 8,
      maxWorkers: 2,
      warmUp: 0,
      seconds: 2,
      cores: 2,
      node: NODE,
      signal: new AbortController().signal,
      onStep: () => {},
      ...order,
    });
  }

  it('sees an app that waits have time to spare, and says so', async () => {
    await started('waits.js', 1);

    const measurement = await measure();
    const finding = analyse(measurement);

    assert.ok(
      measurement.steps.every(({ use }) => use && use.loop < 60),
      JSON.stringify(measurement),
    );
    assert.ok(finding && finding.limit !== 'cores' && finding.limit !== 'shared', JSON.stringify(finding));
    if (finding.limit === 'waiting') assert.match(String(explanations(t, measurement, finding)), /workers wait most/);
  });

  it('sees an app that computes keep its workers busy', async () => {
    await started('computes.js', 1);

    // Many connections and a second before: on a busy machine the load itself is late, and workers wait for it.
    const measurement = await measure({ connections: 64, warmUp: 1 });

    assert.ok(
      measurement.steps.every(({ use }) => use && use.loop > 50 && use.cpu > 0),
      JSON.stringify(measurement),
    );
  });

  it('measures each number of workers and one again, and leaves the run as it was', async () => {
    await started('waits.js', 3);
    const seen: number[] = [];

    const { steps, control, url } = await measure({ seconds: 1, onStep: (so) => seen.push(so.steps.length) });

    assert.deepEqual(
      steps.map(({ workers }) => workers),
      [1, 2],
    );
    assert.equal(control?.workers, 1);
    assert.deepEqual(seen, [0, 1, 2, 2]);
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/$/);
    for (const { load } of steps) {
      assert.ok(load.answers > 0 && load.failed === 0 && load.rejected === 0, JSON.stringify(load));
      assert.ok(load.p50 >= 20 && load.p99 >= load.p50, JSON.stringify(load));
    }
    await eventually('three workers again', () => theRun()?.info.target === 3 || undefined, { interval: 20 });
  });

  it('leaves the run as it was when it is cancelled under load', async () => {
    const run = await started('waits.js', 2);
    const cancelling = new AbortController();
    const measured = measure({ seconds: 30, signal: cancelling.signal });

    await eventually('load', async () => Number(await run.ask('/count')) > 20 || undefined, { interval: 50 });
    cancelling.abort();

    await assert.rejects(measured, { name: 'AbortError' });
    await eventually('two workers again', () => theRun()?.info.target === 2 || undefined, { interval: 20 });
    const before = Number(await run.ask('/count'));
    assert.ok(before > 0);
  });

  it('says what a path answers that cannot be loaded', async () => {
    await started('waits.js', 1);

    await assert.rejects(measure({ path: '/missing' }), { code: 'measureFailed', message: /HTTP 404/ });
  });

  for (const elsewhere of [
    'http://example.com/',
    '//example.com/',
    '/\\example.com/',
    'http://0.0.0.0/',
    'ftp://127.0.0.1/',
  ]) {
    it(`sends nothing to ${elsewhere}`, async () => {
      await started('waits.js', 1);

      await assert.rejects(measure({ path: elsewhere }), { code: 'notLoopback' });
    });
  }

  it('refuses in the load process itself what leads elsewhere', async () => {
    const generator = createLoadGenerator(LOAD);
    const order = { url: 'http://192.0.2.1/', connections: 1, warmUp: 0, seconds: 1 };

    await assert.rejects(generator.run(order, { node: NODE, signal: new AbortController().signal }), /this machine/);
  });
});
