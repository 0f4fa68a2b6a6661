/**
 * One second of a run as a row of its series: what each worker measured last and what that makes for the whole run.
 * Percentiles of the whole come from merged histograms; where a sum would say nothing, the worst worker speaks.
 */
import { mergePairs, percentile } from '../shared/histogram';
import type { Sample, WorkerInfo } from '../shared/runInfo';
import { type Figures, runFigures, workerFigures } from './figures';
import { RUN_METRICS, type RunMetric, type Tick, type Values, WORKER_METRICS, type WorkerMetric } from './series';
import type { RunState } from './state';
import { isSilent } from './workerHealth';

/** How many requests a slot has served since the row before; undefined where that is not known. */
export type ServedSince = (sample: Sample) => number | undefined;

type Row<Metric extends string> = { readonly [M in Metric]: number | undefined };

/** The row for a moment, in epoch milliseconds. */
export function tickOf(run: RunState, now: number, servedSince: ServedSince): Tick {
  const samples = run.workers.flatMap((worker) => currentSample(run, worker) ?? []);
  return {
    time: now / 1000,
    run: runValues(runRow(run, samples)),
    workers: run.workers
      .filter(({ pid }) => pid !== undefined)
      .map((worker) => [worker.slot, workerValues(workerRow(run, worker, servedSince))]),
  };
}

/** The latest sample of a worker that answers. */
export function currentSample(run: RunState, worker: WorkerInfo): Sample | undefined {
  const sample = run.samples.get(worker.slot);
  return sample?.pid === worker.pid && !isSilent(worker) ? sample : undefined;
}

function runRow(run: RunState, samples: readonly Sample[]): Row<RunMetric> {
  const { cpu, memory, requestsPerSecond } = runFigures(run);
  const latency = mergePairs(samples.map((sample) => sample.latency));
  const fullest = samples.toSorted((a, b) => heapShare(b) - heapShare(a))[0];
  const loops = samples.map(({ elu }) => elu * 100);
  return {
    cpu,
    memory,
    heap: fullest?.heapUsed,
    heapLimit: fullest?.heapLimit,
    loop: loops.length > 0 ? loops.reduce((sum, loop) => sum + loop, 0) / loops.length : undefined,
    loopMax: highest(loops),
    delay: highest(samples.map(({ delayP99 }) => delayP99)),
    rate: requestsPerSecond,
    p50: percentile(latency, 0.5),
    p95: percentile(latency, 0.95),
    p99: percentile(latency, 0.99),
  };
}

const heapShare = ({ heapUsed, heapLimit }: Sample): number => (heapLimit > 0 ? heapUsed / heapLimit : 0);
const highest = (values: readonly number[]): number | undefined =>
  values.length > 0 ? Math.max(...values) : undefined;

function workerRow(run: RunState, worker: WorkerInfo, servedSince: ServedSince): Row<WorkerMetric> {
  const { cpu, memory, loop, requestsPerSecond }: Figures = workerFigures(run, worker);
  const sample = currentSample(run, worker);
  return {
    cpu,
    memory,
    heap: sample?.heapUsed,
    loop,
    delay: sample?.delayP99,
    rate: sample && (requestsPerSecond ?? 0),
    p99: sample && percentile(sample.latency, 0.99),
    served: sample && servedSince(sample),
  };
}

const runValues = (row: Row<RunMetric>): Values => RUN_METRICS.map((metric) => row[metric] ?? null);
const workerValues = (row: Row<WorkerMetric>): Values => WORKER_METRICS.map((metric) => row[metric] ?? null);
