/**
 * A run whose first worker floods the terminal, with a reader of its output that is as fast or as slow as is asked for.
 * Watches what that costs: the primary's memory, whether each line comes, how long other requests wait.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { APPS, makeRunDirectory, NODE, PRELOAD } from './clusterRun';
import { findFreePort, get } from './exampleApp';
import { residentMegabytes } from './processFigures';

export interface FloodOptions {
  /** Megabytes that the worker wants to print each second. */
  readonly rate: number;
  readonly seconds: number;
  /** Megabytes that the terminal takes each second; as many as come where it is absent. */
  readonly reads?: number;
}

export interface FloodResult {
  /** Megabytes that came through each second. */
  readonly throughput: number;
  /** Whether the numbered lines came without a gap, up to where the reading ended. */
  readonly isComplete: boolean;
  /** Resident memory of the primary before the flood and at its highest, megabytes. */
  readonly memory: readonly [number, number];
  /** How long requests to the run took meanwhile, milliseconds, sorted. */
  readonly waits: readonly number[];
}

const LOOK_EVERY_MS = 100;
const SLICE_MS = 20;

/** Lets it flood for its seconds, and ends it. */
export async function flood({ rate, seconds, reads }: FloodOptions): Promise<FloodResult> {
  const port = await findFreePort();
  const dir = makeRunDirectory();
  const parameters = JSON.stringify({ workers: 2, dir });
  const env = { ...process.env, NODE_CLUSTER: parameters, PORT: String(port), RATE: String(rate), SECONDS: '3600' };
  const child = spawn(NODE, ['--require', PRELOAD, `${APPS}/flood.js`], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'readable');
  const before = residentMegabytes(child.pid ?? 0);
  const reader = new LineReader(child.stdout);
  let highest = before;
  const waits: number[] = [];
  const begun = Date.now();
  const watch = async (): Promise<void> => {
    while (Date.now() - begun < seconds * 1000) {
      await delay(LOOK_EVERY_MS);
      highest = Math.max(highest, residentMegabytes(child.pid ?? 0));
      const asked = performance.now();
      // One of the two workers is asked; the flooding one may be held up by its terminal for as long as that is slow.
      await get({ port, agent: false, signal: AbortSignal.timeout(2000) }).catch(() => {});
      waits.push(performance.now() - asked);
    }
  };
  const reading = reader.read(reads);
  await watch();
  const throughput = reader.bytes / 1e6 / ((Date.now() - begun) / 1000);
  reader.stop();
  await reading;
  await end(child);
  rmSync(dir, { recursive: true, force: true });
  return {
    throughput,
    isComplete: reader.isComplete,
    memory: [before, highest],
    waits: waits.sort((a, b) => a - b),
  };
}

async function end(child: ChildProcessByStdio<null, Readable, null>): Promise<void> {
  const exited = once(child, 'exit');
  child.stdout.resume();
  child.kill('SIGTERM');
  await exited;
}

/** Reads what the terminal would show, at most so fast, and looks whether a numbered line is missing. */
class LineReader {
  bytes = 0;
  isComplete = true;
  private rest = '';
  private last = 0;
  private isStopped = false;

  constructor(private readonly stream: Readable) {}

  stop(): void {
    this.isStopped = true;
  }

  async read(megabytesPerSecond = Number.POSITIVE_INFINITY): Promise<void> {
    const slice = (megabytesPerSecond * 1e6 * SLICE_MS) / 1000;
    while (!this.isStopped) {
      this.readAtMost(slice);
      const more = slice === Number.POSITIVE_INFINITY ? [once(this.stream, 'readable')] : [];
      await Promise.race([...more, delay(SLICE_MS)]);
    }
  }

  private readAtMost(bytes: number): void {
    let left = Math.round(bytes);
    while (left > 0 && this.stream.readableLength > 0) {
      const chunk = this.stream.read(Math.min(left, this.stream.readableLength)) as Buffer | null;
      if (!chunk) return;
      left -= chunk.length;
      this.take(chunk);
    }
    // Where nothing is left, asking for more sets the stream on to read on.
    if (left > 0) this.stream.read(0);
  }

  private take(chunk: Buffer): void {
    this.bytes += chunk.length;
    const lines = (this.rest + chunk.toString('latin1')).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      const number = Number(/^#1 \| +(\d+) x/.exec(line)?.[1]);
      if (number !== this.last + 1) this.isComplete = false;
      this.last = number;
    }
  }
}
