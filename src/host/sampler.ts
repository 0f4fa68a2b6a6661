/**
 * The outside view: asks the system once per tick, in one call, what every process on the screen uses. Runs only while
 * something on screen shows it. pidusage keeps the last values of each pid to measure against, so this is its only
 * caller, and no call starts before the one before it has ended.
 */
import pidusage from 'pidusage';
import type { Disposable, Log } from '../core/ports';
import type { Usage } from '../core/state';

type Reading = Readonly<Record<string, { readonly cpu: number; readonly memory: number } | undefined>>;

/** Processes that somebody wants measured. */
export interface MeasuredProcesses {
  pids(): readonly number[];
  /** Takes a reading; one of other processes may be in it, and some may be missing. */
  takeUsage(usage: ReadonlyMap<number, Usage>): void;
  /** Nobody renews the numbers from now on. */
  forgetUsage(): void;
}

export interface SamplerOptions {
  readonly processes: readonly MeasuredProcesses[];
  readonly log: Log;
  /** Milliseconds between the end of one reading and the next; usually a second, longer where processes are many. */
  readonly interval?: number;
  readonly read?: (pids: number[]) => Promise<Reading>;
}

const INTERVAL = 1000;
/** So much time between readings for each process, so that looking at many costs no more than at thirty, milliseconds. */
const INTERVAL_PER_PROCESS = 30;

export class Sampler implements Disposable {
  private readonly options: SamplerOptions;
  private readonly read: (pids: number[]) => Promise<Reading>;
  private timer: NodeJS.Timeout | undefined;
  private isActive = false;
  private isReading = false;
  private hasFailed = false;
  /** Processes with a value to measure against: the first reading of each says 0 percent, which is not so. */
  private measured: ReadonlySet<number> = new Set();

  constructor(options: SamplerOptions) {
    this.options = options;
    this.read = options.read ?? ((pids) => pidusage(pids));
  }

  /** Starts or stops the readings; numbers that nobody renews are taken out of the state. */
  setActive(isActive: boolean): void {
    if (isActive === this.isActive) return;
    this.isActive = isActive;
    clearTimeout(this.timer);
    if (isActive) return void this.tick();
    this.measured = new Set();
    for (const one of this.options.processes) one.forgetUsage();
  }

  dispose(): void {
    this.isActive = false;
    clearTimeout(this.timer);
  }

  private async tick(): Promise<void> {
    if (this.isReading) return;
    this.isReading = true;
    const asked = this.options.processes.map((one) => ({ one, pids: one.pids() }));
    const pids = [...new Set(asked.flatMap((each) => each.pids))];
    const reading = pids.length === 0 ? {} : await this.readSafely(pids);
    this.isReading = false;
    if (!this.isActive) return;
    const usage = this.usageOf(pids, reading);
    for (const { one, pids: own } of asked) if (own.length > 0) one.takeUsage(usage);
    const interval = this.options.interval ?? Math.max(INTERVAL, pids.length * INTERVAL_PER_PROCESS);
    this.timer = setTimeout(() => void this.tick(), interval);
    this.timer.unref();
  }

  private async readSafely(pids: number[]): Promise<Reading> {
    try {
      return await this.read(pids);
    } catch (error) {
      // All of them ended at once, or the system has no ps: the workers' own numbers remain.
      if (!this.hasFailed) this.options.log.debug(`The outside view failed: ${String(error)}`);
      this.hasFailed = true;
      return {};
    }
  }

  private usageOf(pids: readonly number[], reading: Reading): ReadonlyMap<number, Usage> {
    const known = pids.flatMap((pid) => {
      const use = reading[pid];
      return use && isSensible(use) ? [[pid, { cpu: use.cpu, memory: use.memory }] as const] : [];
    });
    const usage = new Map(known.filter(([pid]) => this.measured.has(pid)));
    this.measured = new Set(known.map(([pid]) => pid));
    return usage;
  }
}

const isSensible = ({ cpu, memory }: Usage): boolean => Number.isFinite(cpu) && cpu >= 0 && memory > 0;
