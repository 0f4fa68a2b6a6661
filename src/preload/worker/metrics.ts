/**
 * Tells the primary once a second that the worker's loop is alive, and, while somebody watches, what it measured. The
 * loop-delay histogram and everything else that costs something runs only then.
 */
import type { IntervalHistogram } from 'node:perf_hooks';
import type { FromWorker, WorkerSample } from '../channel';
import type { RequestCounter } from './requests';

const INTERVAL_MS = 1000;
/** Finer resolutions wake the worker more often than they tell more; 20 ms costs 0.1 % of a core. */
const DELAY_RESOLUTION_MS = 20;

export interface Metrics {
  watch(on: boolean): void;
  /** Tells at once what the next beat would have told. */
  beat(): void;
}

export interface MetricsOptions {
  readonly tell: (message: FromWorker) => void;
  readonly requests: RequestCounter;
  readonly watched: boolean;
  /** Called with each beat. */
  readonly onBeat: () => void;
}

/** Starts the heartbeat; samples go with it while `watch(true)` holds. */
export function startMetrics({ tell, requests, watched, onBeat }: MetricsOptions): Metrics {
  let meter = watched ? new Meter(requests) : undefined;
  const tellBeat = (count: number): void => tell({ op: 'beat', requests: count, rss: process.memoryUsage.rss() });
  const beat = (): void => {
    onBeat();
    if (!meter) tellBeat(requests.take().requests);
    else if (meter.isYoung) tellBeat(0);
    else tell({ op: 'sample', sample: meter.sample() });
  };
  setInterval(beat, INTERVAL_MS).unref();
  return {
    beat,
    watch(on) {
      if (on === (meter !== undefined)) return;
      meter?.stop();
      // What was counted so far is of the time before: over the first moments of the meter its rate would be absurd.
      if (on) tellBeat(requests.take().requests);
      meter = on ? new Meter(requests) : undefined;
    },
  };
}

/** Measures the differences between one sample and the next. */
class Meter {
  private readonly v8 = require('node:v8') as typeof import('node:v8');
  private readonly perf = require('node:perf_hooks') as typeof import('node:perf_hooks');
  private readonly delay: IntervalHistogram;
  private started = performance.now();
  private cpu = process.cpuUsage();
  private loop = this.perf.performance.eventLoopUtilization();

  constructor(private readonly requests: RequestCounter) {
    this.delay = this.perf.monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
    this.delay.enable();
  }

  /** Rates over less than this say nothing; what was counted goes into the next sample. */
  get isYoung(): boolean {
    return performance.now() - this.started < INTERVAL_MS / 2;
  }

  stop(): void {
    this.delay.disable();
  }

  sample(): WorkerSample {
    const interval = performance.now() - this.started;
    const cpu = process.cpuUsage();
    const cpuTime = (cpu.user - this.cpu.user + cpu.system - this.cpu.system) / 1000;
    const heap = this.v8.getHeapStatistics();
    const loop = this.perf.performance.eventLoopUtilization(this.loop);
    this.started += interval;
    this.cpu = cpu;
    this.loop = this.perf.performance.eventLoopUtilization();
    return {
      at: Date.now(),
      interval,
      cpu: (cpuTime / interval) * 100,
      rss: process.memoryUsage.rss(),
      heapUsed: heap.used_heap_size,
      heapLimit: heap.heap_size_limit,
      elu: loop.utilization,
      ...this.delays(),
      ...this.requests.take(),
    };
  }

  /** The histogram counts from the timer's resolution up: what is above it is the delay. */
  private delays(): Pick<WorkerSample, 'delayP50' | 'delayP99' | 'delayMax'> {
    const above = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - DELAY_RESOLUTION_MS);
    const { delay } = this;
    const empty = delay.count === 0;
    const result = {
      delayP50: empty ? 0 : above(delay.percentile(50)),
      delayP99: empty ? 0 : above(delay.percentile(99)),
      delayMax: empty ? 0 : above(delay.max),
    };
    delay.reset();
    return result;
  }
}
