/**
 * Tells the primary once a second that the worker's loop is alive, and, while somebody watches, what it measured. A
 * worker that has nothing to do tells less often, since its numbers stay what they are; its next request makes it tell
 * at once. The loop-delay histogram, which wakes the worker fifty times a second, runs only while there is work.
 */
import type { IntervalHistogram } from 'node:perf_hooks';
import type { FromWorker, WorkerSample } from '../channel';
import { harmless } from './harmless';
import type { RequestCounter, RequestCounts } from './requests';
import type { OpenServers } from './servers';

const INTERVAL_MS = 1000;
/** Waking up and telling costs an idle worker a third of a millisecond of CPU. */
const IDLE_INTERVAL_MS = { watched: 5000, unwatched: 10_000 };
/** A loop that is used less than this, and serves nobody, is idle. */
const IDLE_UTILIZATION = 0.02;
/** Finer resolutions wake the worker more often than they tell more; 20 ms costs 0.1 % of a core. */
const DELAY_RESOLUTION_MS = 20;

/** None of its functions throws. */
export interface Metrics {
  watch(on: boolean): void;
  /** Tells at once what the next beat would have told. */
  beat(): void;
}

export interface MetricsOptions {
  readonly tell: (message: FromWorker) => void;
  readonly requests: RequestCounter;
  readonly servers: Pick<OpenServers, 'connections'>;
  readonly watched: boolean;
  /** Called with each beat. */
  readonly onBeat: () => void;
}

/** Starts the heartbeat; samples go with it while `watch(true)` holds. */
export function startMetrics({ tell, requests, servers, watched, onBeat }: MetricsOptions): Metrics {
  let meter = watched ? new Meter(servers) : undefined;
  let timer: NodeJS.Timeout | undefined;
  const isLoopIdle = watchLoop();
  const tellBeat = (next: number, count: number): void => tell({ op: 'beat', next, requests: count, rss: readRss() });
  const tellNumbers = (next: number, counts: RequestCounts): void => {
    if (meter) tell({ op: 'sample', next, sample: meter.sample(counts) });
    else tellBeat(next, counts.requests);
  };
  const schedule = (next: number): void => {
    clearTimeout(timer);
    timer = setTimeout(beat, next).unref();
    requests.onNextStart(next > INTERVAL_MS ? wake : undefined);
  };
  const beat = harmless(() => {
    // Before anything that could fail: a beat that is lost must not be the last.
    schedule(INTERVAL_MS);
    onBeat();
    const counts = requests.take();
    const isIdle = isLoopIdle() && counts.requests === 0 && counts.inFlight === 0;
    const next = isIdle ? IDLE_INTERVAL_MS[meter ? 'watched' : 'unwatched'] : INTERVAL_MS;
    tellNumbers(next, counts);
    if (isIdle) meter?.rest();
    else meter?.measureDelays();
    if (isIdle) schedule(next);
  });
  const beatNow = harmless(() => {
    onBeat();
    if (meter?.isYoung) tellBeat(INTERVAL_MS, 0);
    else tellNumbers(INTERVAL_MS, requests.take());
  });
  const wake = harmless(() => {
    schedule(INTERVAL_MS);
    beatNow();
    meter?.measureDelays();
  });
  schedule(INTERVAL_MS);
  return {
    beat: beatNow,
    watch: harmless((on) => {
      if (on === (meter !== undefined)) return;
      schedule(INTERVAL_MS);
      meter?.rest();
      // What was counted so far is of the time before: over the first moments of the meter its rate would be absurd.
      if (on) tellBeat(INTERVAL_MS, requests.take().requests);
      meter = on ? new Meter(servers) : undefined;
    }),
  };
}

let lastRss = 0;

/** Resident memory, bytes. Node reads it from a file on Linux, which fails where the app has used up its descriptors. */
function readRss(): number {
  try {
    lastRss = process.memoryUsage.rss();
  } catch {
    // What was known last is near enough.
  }
  return lastRss;
}

/** Makes a function that tells whether the loop had next to nothing to do since it was asked last. */
function watchLoop(): () => boolean {
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization < IDLE_UTILIZATION;
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

  constructor(private readonly servers: Pick<OpenServers, 'connections'>) {
    this.delay = this.perf.monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
    this.delay.enable();
  }

  /** Rates over less than this say nothing; what was counted goes into the next sample. */
  get isYoung(): boolean {
    return performance.now() - this.started < INTERVAL_MS / 2;
  }

  measureDelays(): void {
    this.delay.enable();
  }

  /** Measures no delays, which a loop without work does not have; a sample says 0. */
  rest(): void {
    this.delay.disable();
    this.delay.reset();
  }

  sample(counts: RequestCounts): WorkerSample {
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
      rss: readRss(),
      heapUsed: heap.used_heap_size,
      heapLimit: heap.heap_size_limit,
      elu: loop.utilization,
      connections: this.servers.connections(),
      ...this.delays(),
      ...counts,
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
