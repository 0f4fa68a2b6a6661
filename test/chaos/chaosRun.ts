/**
 * A run under load that chaos happens to: starts it, does one random action after the other for a while, lets it settle,
 * and reports what was seen. What must hold afterwards is in invariants.ts.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { RequestBody } from '../../src/shared/protocol';
import type { WorkerInfo } from '../../src/shared/runInfo';
import type { RunRecord } from '../../src/shared/runRecord';
import { ClusterRun } from '../support/clusterRun';
import { Load, type LoadResult } from '../support/load';
import { residentMegabytes } from '../support/processFigures';
import { type SeededRandom, seededRandom } from '../support/seededRandom';
import { eventually } from '../support/vscode/eventually';
import type { WireClient } from '../support/wireClient';
import { ACTIONS, pickAction } from './actions';
import { Ledger } from './ledger';

const WORKERS = 4;
const KEEP_ALIVE_CLIENTS = 8;
const CONNECTING_CLIENTS = 4;
/** All clients of the load: so many requests at most are in the hands of workers at a time. */
export const CLIENTS = KEEP_ALIVE_CLIENTS + CONNECTING_CLIENTS;
/** The pause of each client between two requests, so that a long chaos leaves the machine some of itself. */
const CLIENT_PAUSE_MS = 5;
/** Nothing of what chaos does holds a request up for longer, unless it hangs. */
const HUNG_AFTER_MS = 20_000;
const SETTLED_WITHIN_MS = 60_000;
const MEMORY_EVERY_MS = 1000;
/** Chaos kills far more often than a crash loop would allow; how loops are braked has tests of its own. */
const PARAMETERS = {
  workers: WORKERS,
  drainTimeout: 3000,
  stopTimeout: 2000,
  restart: { baseDelay: 50, maxDelay: 400, jitter: 0.2, stableUptime: 1000, youngUptime: 0, loopCrashes: 1_000_000 },
} as const;

export interface RageOptions {
  /** How long, in milliseconds. */
  readonly duration: number;
  readonly onAction?: (name: string) => void;
}

interface Expectation {
  readonly what: string;
  readonly holds: Promise<boolean>;
}

export class ChaosRun {
  /** A client that comes and goes. */
  guest: WireClient | undefined;
  /** How many requests the actions have sent beside the load. */
  asked = 0;
  readonly ledger: Ledger;
  readonly answers = new Map<number, number>();
  readonly memory: number[] = [];
  readonly done = new Map<string, number>();
  readonly expectations: Expectation[] = [];
  private readonly pending = new Set<NodeJS.Timeout>();

  private constructor(
    readonly run: ClusterRun,
    readonly faithful: WireClient,
    readonly record: RunRecord,
    private readonly random: SeededRandom,
  ) {
    this.ledger = new Ledger(faithful);
  }

  static async start(seed: number): Promise<ChaosRun> {
    const run = await ClusterRun.start({
      app: 'chaos.js',
      nodeArgs: ['--max-old-space-size=60'],
      parameters: PARAMETERS,
    });
    await run.untilListening(WORKERS);
    const faithful = await run.wire();
    const chaos = new ChaosRun(run, faithful, await run.record(), seededRandom(seed));
    await faithful.request({ type: 'watch', metrics: true, log: false });
    return chaos;
  }

  get port(): number {
    return this.run.port;
  }

  get workers(): readonly WorkerInfo[] {
    return [...this.faithful.workers.values()];
  }

  /** Acts for a while under load; answers how the load went. */
  async rage({ duration, onAction }: RageOptions): Promise<LoadResult> {
    const loads = [this.load(KEEP_ALIVE_CLIENTS, true), this.load(CONNECTING_CLIENTS, false)];
    const meter = setInterval(() => this.memory.push(residentMegabytes(this.run.pid)), MEMORY_EVERY_MS);
    const end = Date.now() + duration;
    while (Date.now() < end) {
      this.assertAlive();
      const name = pickAction(this.random);
      this.done.set(name, (this.done.get(name) ?? 0) + 1);
      onAction?.(name);
      await ACTIONS[name]?.act(this, this.random);
      await pause(this.random.below(500));
    }
    await this.settle();
    clearInterval(meter);
    const results = await Promise.all(loads.map((load) => load.stop()));
    return {
      answered: results.reduce((sum, { answered }) => sum + answered, 0),
      failed: results.flatMap(({ failed }) => failed),
      hung: results.reduce((sum, { hung }) => sum + hung, 0),
    };
  }

  /** Chaos never touches the primary: its end is the worst that can be found. */
  private assertAlive(): void {
    const { exitCode, signalCode } = this.run.primary;
    if (exitCode === null && signalCode === null) return;
    const actions = [...this.done].map(([name, count]) => `${name} ${count}`);
    throw new Error(
      `the primary ended with ${exitCode ?? signalCode} after ${actions}:\n${this.run.stderr.slice(-3000)}`,
    );
  }

  /** Lets everything that was begun come to its end, and the run to its number of workers. */
  private async settle(): Promise<void> {
    await eventually('what was stopped to go on', () => this.pending.size === 0 || undefined);
    await this.faithful.request({ type: 'scale', workers: WORKERS });
    const isCalm = (): boolean =>
      this.workers.length === WORKERS && this.workers.every(({ state }) => state === 'listening');
    const isRunning = (): boolean =>
      this.faithful.events.findLast((event) => event.type === 'run')?.run.state === 'running';
    // A reload may still be under way, and what comes next in it would disturb the calm.
    await eventually('the run to settle', () => (isRunning() && isCalm()) || undefined, {
      timeout: SETTLED_WITHIN_MS,
      interval: 250,
    });
  }

  private load(clients: number, keepAlive: boolean): Load {
    return new Load({
      port: this.port,
      clients,
      keepAlive,
      hungAfter: HUNG_AFTER_MS,
      pause: CLIENT_PAUSE_MS,
      onAnswer: (body) => this.answered(body),
    });
  }

  /** An answer has come: its body is the pid of the worker that gave it. */
  answered(body: string): void {
    const pid = Number(body);
    this.answers.set(pid, (this.answers.get(pid) ?? 0) + 1);
  }

  /** Asks the primary for something; it may refuse, since a slot may be gone by now. */
  order(body: RequestBody): void {
    void this.faithful.request(body);
  }

  send(pid: number, signal: NodeJS.Signals): void {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended a moment ago, and nobody has told us yet.
    }
  }

  later(after: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.pending.delete(timer);
      act();
    }, after);
    this.pending.add(timer);
  }

  /** Notes something that must hold; it is looked at in the end. */
  expect(what: string, holds: () => boolean | Promise<boolean>): void {
    this.expectations.push({ what, holds: Promise.resolve(holds()) });
  }

  /** Ends the run as a person would, and answers how it ended. */
  async stop(): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }> {
    this.guest?.close();
    void this.faithful.request({ type: 'stop' });
    return this.run.exited;
  }

  async dispose(): Promise<void> {
    this.guest?.close();
    for (const timer of this.pending) clearTimeout(timer);
    for (const pid of this.ledger.pids) this.send(pid, 'SIGCONT');
    await this.run.dispose();
  }
}
