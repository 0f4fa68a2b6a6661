/**
 * Observe mode: the app forks its workers itself and is left to do so. The observer sees each fork, gives the worker a
 * probe and a slot, and forks or ends workers only when a person asks; the app's own restart logic comes first.
 */
import cluster, { type Worker } from 'node:cluster';
import type { KillSignal } from '../../shared/protocol';
import type { ExitInfo } from '../../shared/runInfo';
import { killHard, killSelf } from './hardKill';
import { Incarnation } from './incarnation';
import { awaitReadiness, type Readiness, timeWithoutServer } from './readiness';
import { ConnectionRescue } from './rescue';
import { retire } from './retire';
import { type Replacement, RollingReload } from './rollingReload';
import type { RunParts } from './run';
import { Refusal, type RunControl } from './runControl';

/** How long the app has to fork a replacement itself before we do, milliseconds. */
const APP_REFORKS_WITHIN_MS = 1000;
/** An app that has not forked after this long probably never will, milliseconds. */
const FORKS_WITHIN_MS = 5000;

type ForkEnvironment = Record<string, unknown> | undefined;

export class Observer implements RunControl {
  private readonly slots = new Map<number, Incarnation | undefined>();
  private readonly doomed = new Set<number>();
  private readonly rescue: ConnectionRescue;
  /** Slots that a reload has emptied, until their new process is ready. */
  private readonly awaited = new Map<number, { readonly old: Incarnation; readonly readiness: Readiness }>();
  private readonly rolling: RollingReload;
  private lastEnvironment: ForkEnvironment;
  private watched = false;

  constructor(private readonly parts: RunParts) {
    this.rescue = new ConnectionRescue(parts.roster);
    this.rolling = new RollingReload(parts.roster, {
      slots: () => [...this.processes()].map(({ slot }) => slot),
      replace: (slot) => this.replace(slot),
    });
    this.wrapFork();
    setTimeout(() => this.noticeNoFork(), FORKS_WITHIN_MS).unref();
  }

  *processes(): Iterable<Incarnation> {
    for (const process of this.slots.values()) if (process && !process.gone) yield process;
  }

  fork(): void {
    // The app cannot know of this worker: its error must not be one that nobody handles.
    cluster.fork(this.lastEnvironment).on('error', () => {});
  }

  scale(workers: number): void {
    const living = [...this.processes()].sort((a, b) => a.slot - b.slot);
    for (let count = living.length; count < workers; count++) this.fork();
    for (const process of living.slice(workers)) {
      this.doomed.add(process.slot);
      this.end(process);
    }
  }

  kill(slot: number, signal: KillSignal): void {
    const process = this.processIn(slot);
    process.asked = true;
    if (signal === 'SIGKILL') killHard(process.worker.process);
    else process.worker.process.kill(signal);
  }

  restartWorker(slot: number): void {
    const process = this.slots.get(slot);
    if (!process || process.gone) return this.fork();
    process.worker.process.once('exit', () => this.forkUnlessApp(slot));
    this.end(process);
  }

  restartAll(): void {
    for (const { slot } of [...this.processes()]) this.restartWorker(slot);
  }

  /**
   * One step of a reload. The app forks the replacement itself when the old worker exits, so the old one drains first;
   * where it does not fork, we do. The other workers serve meanwhile.
   */
  private async replace(slot: number): Promise<Replacement> {
    const old = this.slots.get(slot);
    if (!old || old.gone) return 'gone';
    const readiness = awaitReadiness(() => this.slots.get(slot)?.isHeld === true);
    this.awaited.set(slot, { old, readiness });
    await retire(old, this.parts.start.target.parameters);
    this.forkUnlessApp(slot);
    const result = await readiness.settled;
    this.awaited.delete(slot);
    return result === true ? 'replaced' : { failed: result };
  }

  private forkUnlessApp(slot: number): void {
    const isEmpty = (): boolean => this.slots.get(slot)?.gone !== undefined || this.slots.get(slot) === undefined;
    setTimeout(() => {
      try {
        if (isEmpty()) this.fork();
      } catch {
        // The system starts no more processes: the slot stays empty, as where the app itself fails to fork.
      }
    }, APP_REFORKS_WITHIN_MS);
  }

  reload(): void {
    this.rolling.request();
  }

  /** As from a shell: the app's own handlers decide what follows. */
  stop(): void {
    this.rolling.abort();
    this.parts.roster.changeRun({ state: 'stopping' });
    setImmediate(() => process.kill(process.pid, 'SIGTERM'));
  }

  forceStop(): void {
    const workers = [...this.processes()].map(({ worker }) => worker.process);
    setImmediate(() => void killSelf(workers));
  }

  watch(on: boolean): void {
    this.watched = on;
    for (const process of this.processes()) process.tell({ op: 'watch', on });
  }

  /** Every way to `cluster.fork` leads to this property; name and arity stay what they were. */
  private wrapFork(): void {
    const original = cluster.fork;
    const fork = (environment: ForkEnvironment): Worker => {
      const slot = this.nextSlot();
      const worker = original.call(cluster, this.withOurs(environment, slot));
      this.lastEnvironment = environment;
      this.adopt(worker, slot);
      return worker;
    };
    Object.defineProperties(fork, Object.getOwnPropertyDescriptors(original));
    cluster.fork = fork;
  }

  private withOurs(environment: ForkEnvironment, slot: number): Record<string, unknown> {
    // The app may set the workers' options itself: ours go behind them.
    const theirs = environment?.NODE_OPTIONS;
    const options = typeof theirs === 'string' ? theirs : undefined;
    return { ...environment, ...this.parts.environment.forWorker(slot, this.watched, options) };
  }

  private nextSlot(): number {
    const empty = [...this.slots].filter(([, process]) => !process || process.gone).map(([slot]) => slot);
    return empty.length > 0 ? Math.min(...empty) : this.parts.roster.freeSlot();
  }

  private adopt(worker: Worker, slot: number): void {
    const { roster, publish } = this.parts;
    this.slots.get(slot)?.conclude();
    this.rescue.watch(worker);
    const before = roster.worker(slot);
    const process = new Incarnation({
      worker,
      slot,
      shown: true,
      roster,
      stderrTail: () => '',
      resting: this.rescue.resting,
      timeWithoutServer: () => this.timeWithoutServer(slot),
      onSample: publish,
      onReady: () => this.becameReady(slot),
      onExit: (exit) => this.exited(process, exit),
    });
    this.slots.set(slot, process);
    this.doomed.delete(slot);
    const { pid, forkedAt } = process;
    const restarts = before ? before.restarts + 1 : 0;
    roster.change(slot, 'forked', { state: 'forking', pid: pid || undefined, forkedAt, restarts });
    roster.changeRun({ target: this.slots.size });
  }

  private timeWithoutServer(slot: number): number {
    const serves = this.awaited.get(slot)?.old.hasListened === true;
    return timeWithoutServer({ serves, isFirst: this.parts.roster.run.state === 'starting' });
  }

  private becameReady(slot: number): void {
    const { roster } = this.parts;
    this.awaited.get(slot)?.readiness.onReady();
    if (roster.run.state === 'starting') roster.changeRun({ state: 'running' });
  }

  private exited(process: Incarnation, exit: ExitInfo): void {
    const { slot } = process;
    const awaited = this.awaited.get(slot);
    if (awaited && awaited.old !== process) awaited.readiness.onExit(exit);
    if (this.slots.get(slot) === process) this.slots.set(slot, undefined);
    if (!this.doomed.has(slot)) return;
    // The app's own exit handler runs now and may fork into this slot; if it does not, the slot goes.
    setImmediate(() => {
      if (this.slots.get(slot) || !this.doomed.delete(slot)) return;
      this.slots.delete(slot);
      this.parts.roster.change(slot, 'removed');
      this.parts.roster.changeRun({ target: this.slots.size });
    });
  }

  private end(process: Incarnation): void {
    process.asked = true;
    this.parts.roster.change(process.slot, 'draining', { state: 'draining' });
    process.worker.process.kill('SIGTERM');
    const { stopTimeout } = this.parts.start.target.parameters;
    const timer = setTimeout(() => killHard(process.worker.process), stopTimeout);
    timer.unref();
    process.worker.process.once('exit', () => clearTimeout(timer));
  }

  processIn(slot: number): Incarnation {
    const process = this.slots.get(slot);
    if (!process || process.gone) throw new Refusal('noSuchWorker', `Worker ${slot} has no process.`);
    return process;
  }

  private noticeNoFork(): void {
    if (this.slots.size > 0) return;
    const message =
      'The app has not forked a worker. If it does not use node:cluster itself, run it in supervise mode.';
    this.parts.roster.notice('neverForked', message);
  }
}
