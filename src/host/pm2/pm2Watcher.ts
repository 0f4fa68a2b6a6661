/**
 * Watches the user's own PM2 while somebody looks: a few `stat` calls now and then, and `pm2 jlist`, which costs a tenth
 * of a second or more of a core, only when they tell of something new. Never starts a daemon. `extension.ts` owns the
 * only instance; the sampler measures its processes.
 */
import { ClusterError } from '../../core/clusterError';
import { parseProcessList } from '../../core/pm2/parseProcessList';
import type { Pm2Command, Pm2Control, Pm2Source, Pm2Surroundings } from '../../core/pm2/pm2Ports';
import { appsOf, isInTransition, type Pm2Process, type Pm2State } from '../../core/pm2/pm2State';
import type { Disposable, Log } from '../../core/ports';
import type { Usage } from '../../core/state';
import type { Translate } from '../../core/translate';
import type { MeasuredProcesses } from '../sampler';
import { PATIENCE, runPm2 } from './pm2Cli';
import { daemonListens, daemonTrace, findPm2, pm2Command } from './pm2Place';

export interface Pm2WatcherOptions {
  readonly t: Translate;
  readonly log: Log;
  /** Asked at each look, since settings change; undefined where PM2 is to be left alone. */
  readonly surroundings: () => Pm2Surroundings | undefined;
  readonly now?: () => number;
  /** Milliseconds between looks. */
  readonly interval?: number;
  /** How long a question may take, in milliseconds. */
  readonly patience?: number;
}

type Listener = (what: 'apps' | 'usage') => void;

const INTERVAL = 400;
/** A question that nothing asked for: `pm2 delete` of a stopped app leaves no trace. */
const CALM = 10_000;
/** While PM2 is about to change something by itself. */
const RESTLESS = 1000;
/** Apps that crash all the time must not make us ask all the time: so many questions in so many milliseconds. */
const BURST = { questions: 4, within: 8000 } as const;
/** The pause after a question without an answer. */
const SULK = 15_000;

export class Pm2Watcher implements Pm2Source, Pm2Control, MeasuredProcesses, Disposable {
  private readonly options: Pm2WatcherOptions;
  private readonly now: () => number;
  private readonly listeners = new Set<Listener>();
  private state: Pm2State | undefined;
  private isActive = false;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private trace: string | undefined;
  private askedAt: readonly number[] = [];
  private mutedUntil = 0;

  constructor(options: Pm2WatcherOptions) {
    this.options = options;
    this.now = options.now ?? Date.now;
  }

  get pm2(): Pm2State | undefined {
    return this.state;
  }

  onDidChange(listener: Listener): Disposable {
    const own: Listener = (what) => listener(what);
    this.listeners.add(own);
    return { dispose: () => this.listeners.delete(own) };
  }

  /** Says whether somebody looks; while nobody does, nothing is done. */
  setActive(isActive: boolean): void {
    if (isActive === this.isActive) return;
    this.isActive = isActive;
    clearTimeout(this.timer);
    if (isActive) void this.tick();
  }

  async refresh(): Promise<Pm2State | undefined> {
    this.forgetTrace();
    // One that is under way may have asked too early.
    await this.looking;
    await this.look();
    return this.state;
  }

  async command(args: readonly string[]): Promise<void> {
    const command = await this.terminalCommand(args);
    if (!command) throw this.noPm2();
    try {
      await runPm2(this.options.t, command, PATIENCE.order);
    } finally {
      await this.refresh();
    }
  }

  async terminalCommand(args: readonly string[]): Promise<Pm2Command | undefined> {
    const around = this.options.surroundings();
    if (!around || (await daemonTrace(around)) === undefined || !(await daemonListens(around))) return undefined;
    const pm2 = await findPm2(around);
    return pm2 === undefined ? undefined : pm2Command(pm2, args, around);
  }

  pids(): readonly number[] {
    if (!this.isActive) return [];
    return this.state?.apps.flatMap(({ processes }) => processes.flatMap(({ pid }) => pid ?? [])) ?? [];
  }

  takeUsage(usage: ReadonlyMap<number, Usage>): void {
    if (!this.state) return;
    const own = this.pids().flatMap((pid) => {
      const used = usage.get(pid);
      return used ? [[pid, used] as const] : [];
    });
    this.set({ ...this.state, usage: new Map(own) }, 'usage');
  }

  forgetUsage(): void {
    if (this.state && this.state.usage.size > 0) this.set({ ...this.state, usage: new Map() }, 'usage');
  }

  dispose(): void {
    this.setActive(false);
    this.listeners.clear();
  }

  private async tick(): Promise<void> {
    await this.look();
    if (!this.isActive) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.tick(), this.options.interval ?? INTERVAL);
    this.timer.unref();
  }

  /** One look at a time. */
  private look(): Promise<void> {
    this.looking ??= this.lookOnce().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  private async lookOnce(): Promise<void> {
    const around = this.options.surroundings();
    const trace = around && (await daemonTrace(around));
    if (!around || trace === undefined) {
      this.forgetTrace();
      return this.set(undefined, 'apps');
    }
    if (!this.isWorthAsking(trace)) return;
    this.trace = trace;
    this.askedAt = [...this.askedAt, this.now()].slice(-BURST.questions);
    const processes = await this.ask(around);
    if (processes === 'silent') this.mutedUntil = this.now() + SULK;
    this.set(this.stateAfter(processes), 'apps');
  }

  private isWorthAsking(trace: string): boolean {
    const now = this.now();
    const [oldest = Number.NEGATIVE_INFINITY] = this.askedAt;
    const isTooMuch = this.askedAt.length >= BURST.questions && now - oldest < BURST.within;
    if (this.trace === undefined) return true;
    if (now < this.mutedUntil || isTooMuch) return false;
    const isRestless = this.state?.apps.some(({ processes }) => processes.some(isInTransition)) === true;
    const last = this.askedAt.at(-1) ?? Number.NEGATIVE_INFINITY;
    return trace !== this.trace || now - last >= (isRestless ? RESTLESS : CALM);
  }

  /** The processes; `absent` where there is no PM2 that we could ask, `silent` where it should have answered. */
  private async ask(around: Pm2Surroundings): Promise<readonly Pm2Process[] | 'absent' | 'silent'> {
    const { t, log, patience = PATIENCE.question } = this.options;
    const command = (await daemonListens(around)) ? await findPm2(around) : undefined;
    if (command === undefined) return 'absent';
    try {
      const printed = await runPm2(t, pm2Command(command, ['jlist'], around), patience);
      return parseProcessList(printed) ?? 'silent';
    } catch (error) {
      log.debug(`pm2 jlist: ${error instanceof Error ? error.message : String(error)}`);
      return 'silent';
    }
  }

  private stateAfter(processes: readonly Pm2Process[] | 'absent' | 'silent'): Pm2State | undefined {
    if (processes === 'absent') return undefined;
    const usage = this.state?.usage ?? new Map<number, Usage>();
    if (processes === 'silent') return { apps: this.state?.apps ?? [], usage, isSilent: true };
    return { apps: appsOf(processes), usage, isSilent: false };
  }

  private set(state: Pm2State | undefined, what: 'apps' | 'usage'): void {
    if (this.state === state) return;
    const isSame = what === 'apps' && JSON.stringify(this.state) === JSON.stringify(state);
    this.state = state;
    if (!isSame) for (const listener of [...this.listeners]) listener(what);
  }

  /** The next look asks whatever was asked before. */
  private forgetTrace(): void {
    this.trace = undefined;
    this.mutedUntil = 0;
  }

  private noPm2(): ClusterError {
    const { t } = this.options;
    const hint = t('Start your apps with pm2 start; they show in the Cluster view then.');
    return new ClusterError('pm2Failed', t('No PM2 runs here.'), hint);
  }
}
