/** Builds measurements as Measure Scaling makes them; a test says what matters. */
import type { Measurement, ScalingStep, WorkerUse } from '../../src/core/scaling/measurement';
import type { LoadFigures } from '../../src/shared/loadOrder';
import { NOW } from './stateBuilders';

/** Steady load for three seconds that used little itself, on cores that had nothing else to do. */
export function loadFigures(given: Partial<LoadFigures> = {}): LoadFigures {
  const perSecond = given.perSecond ?? 1000;
  return {
    perSecond,
    deviation: perSecond / 100,
    samples: 3,
    p50: 10,
    p99: 20,
    answers: perSecond * 3,
    rejected: 0,
    failed: 0,
    cpu: 10,
    loop: 15,
    machine: 40,
    ...given,
  };
}

/** A step whose workers serve so many requests per second; they are busy unless the test says otherwise. */
export function step(
  workers: number,
  load: Partial<LoadFigures>,
  use: WorkerUse = { cpu: 95 * workers, loop: 99 },
): ScalingStep {
  return { workers, load: loadFigures(load), use };
}

export function measurement(steps: readonly ScalingStep[], given: Partial<Measurement> = {}): Measurement {
  return {
    entry: '/app/server.js',
    node: 'v22.3.0',
    url: 'http://127.0.0.1:3000/',
    connections: 50,
    seconds: 3,
    cores: 4,
    startedAt: NOW,
    steps,
    ...given,
  };
}
