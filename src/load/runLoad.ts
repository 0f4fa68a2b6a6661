/** Runs autocannon: first to warm the app up, then for the figures. */
import { cpus } from 'node:os';
import autocannon, { type Result } from 'autocannon';
import { BUCKETS, bucketOf, percentile, toPairs } from '../shared/histogram';
import type { LoadFigures, LoadOrder } from '../shared/loadOrder';

/** A request without an answer for so long has failed, seconds. */
const TIMEOUT = 10;

/** Puts the load on, and answers what came of the measured seconds. */
export async function runLoad({ url, connections, warmUp, seconds }: LoadOrder): Promise<LoadFigures> {
  const options = { url, connections, timeout: TIMEOUT };
  if (warmUp > 0) await autocannon({ ...options, duration: warmUp });
  const watch = new Stopwatch();
  const { result, latency } = await measured({ ...options, duration: seconds });
  const own = watch.stop();
  return {
    perSecond: result.requests.average,
    deviation: result.requests.stddev,
    samples: Math.max(1, Math.round(result.duration)),
    p50: percentile(latency, 0.5) ?? 0,
    p99: percentile(latency, 0.99) ?? 0,
    answers: result.requests.total,
    rejected: result['4xx'] + result['5xx'],
    failed: result.errors,
    ...own,
  };
}

/** Latencies are counted here, since autocannon rounds them to whole milliseconds. */
function measured(options: autocannon.Options): Promise<{ readonly result: Result; readonly latency: number[] }> {
  const counts = new Array<number>(BUCKETS).fill(0);
  return new Promise((resolve, reject) => {
    const instance = autocannon(options, (error: unknown, result) =>
      error ? reject(error) : resolve({ result, latency: toPairs(counts) }),
    );
    instance.on('response', (_client, _status, _bytes, milliseconds) => {
      const bucket = bucketOf(milliseconds);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    });
  });
}

/** What this process and the whole machine use from now on. */
class Stopwatch {
  private readonly from = performance.now();
  private readonly used = process.cpuUsage();
  private readonly loop = performance.eventLoopUtilization();
  private readonly ticks = machineTicks();

  /** In percent. */
  stop(): Pick<LoadFigures, 'cpu' | 'loop' | 'machine'> {
    const { user, system } = process.cpuUsage(this.used);
    const { busy, all } = machineTicks();
    const ticks = all - this.ticks.all;
    return {
      cpu: (user + system) / 10 / (performance.now() - this.from),
      loop: performance.eventLoopUtilization(this.loop).utilization * 100,
      machine: ticks > 0 ? ((busy - this.ticks.busy) * 100) / ticks : 0,
    };
  }
}

/** The time of all cores since the machine started; a container sees those of its host. */
function machineTicks(): { readonly busy: number; readonly all: number } {
  const times = cpus().map((cpu) => cpu.times);
  const all = times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0);
  return { busy: all - times.reduce((sum, { idle }) => sum + idle, 0), all };
}
