/**
 * Supervise mode: the entry runs in workers that we fork, replace when they die, and end. One supervisor owns a run's
 * slots from the first fork to the last exit; the process ends with it, as plain Node would have.
 */
import type cluster from 'node:cluster';
import { isHopeless } from '../../shared/exitReason';
import { type ExitInfo, type KillSignal, MAX_WORKERS, type Sample } from '../../shared/protocol';
import { afterCrash, type CrashCount, NO_CRASHES } from '../../shared/restartPolicy';
import type { WorkerEnvironment } from './forkEnvironment';
import { Incarnation, type IncarnationOptions } from './incarnation';
import type { OutputReader } from './output';
import { rescueConnections } from './rescue';
import { endProcess, retire } from './retire';
import { awaitReadiness, type Replacement, RollingReload } from './rollingReload';
import type { Roster } from './roster';
import { Refusal, type RunControl } from './runControl';

/** How a run ended, as its last worker did. */
export interface RunEnd {
  readonly code: number;
  readonly signal: string | null;
}

export interface SupervisorOptions {
  readonly cluster: typeof cluster;
  readonly roster: Roster;
  readonly environment: WorkerEnvironment;
  readonly output: OutputReader;
  /** Milliseconds between SIGTERM and SIGKILL. */
  readonly stopTimeout: number;
  /** Milliseconds that a worker may take to finish its requests before SIGTERM. */
  readonly drainTimeout: number;
  readonly onSample: (sample: Sample) => void;
  readonly onEnd: (end: RunEnd) => void;
}

/** What a slot is to become when its process has ended. */
type Fate = 'replace' | 'remove' | 'stop';

interface Slot {
  readonly number: number;
  process?: Incarnation | undefined;
  crashes: CrashCount;
  /** What we ended its process for; a slot without one decides by the restart policy. */
  fate?: Fate | undefined;
  refork?: NodeJS.Timeout | undefined;
}

export class Supervisor implements RunControl {
  private readonly slots = new Map<number, Slot>();
  /** Slots beyond the scout that are forked when it first listens. */
  private held = 0;
  private scouting = false;
  private everReady = false;
  private stopping = false;
  private watched = false;
  /** Whether a person stopped the run from the editor: no failure then, whatever the workers' codes are. */
  private wanted = false;
  private end: RunEnd = { code: 0, signal: null };
  private readonly rolling: RollingReload;
  /** Processes that are not a slot's own: replacements that are not ready, and old ones that drain. */
  private readonly aside = new Set<Incarnation>();

  constructor(private readonly options: SupervisorOptions) {
    this.rolling = new RollingReload(options.roster, {
      slots: () => [...this.slots.values()].filter(({ process }) => process).map(({ number }) => number),
      replace: (slot) => this.replace(slot),
    });
  }

  /** Forks the run's first workers; with `scout` one goes ahead and the others follow when it listens. */
  start({ workers, scout }: { readonly workers: number; readonly scout: boolean }): void {
    const first = scout ? 1 : workers;
    this.held = workers - first;
    this.scouting = scout;
    this.options.roster.changeRun({ target: workers });
    for (let slot = 1; slot <= first; slot++) this.forkSlot(this.addSlot(slot));
  }

  fork(): void {
    this.scale(this.options.roster.run.target + 1);
  }

  scale(workers: number): void {
    this.refuseWhileStopping();
    if (workers < 1 || workers > MAX_WORKERS) throw new Refusal('badArgument', `Workers must be 1 to ${MAX_WORKERS}.`);
    this.held = 0;
    this.options.roster.changeRun({ target: workers });
    for (let slot = 1; slot <= workers; slot++) {
      if (!this.slots.has(slot)) this.forkSlot(this.addSlot(slot));
    }
    const surplus = [...this.slots.values()].filter(({ number }) => number > workers);
    for (const slot of surplus) this.endSlot(slot, 'remove');
  }

  kill(slot: number, signal: KillSignal): void {
    const { process } = this.find(slot);
    if (!process) throw new Refusal('noSuchWorker', `Worker ${slot} has no process.`);
    process.asked = true;
    process.worker.process.kill(signal);
  }

  restartWorker(number: number): void {
    this.refuseWhileStopping();
    const slot = this.find(number);
    slot.crashes = NO_CRASHES;
    if (slot.process) this.endSlot(slot, 'replace');
    else this.forkSlot(slot);
  }

  restartAll(): void {
    for (const slot of this.slots.keys()) this.restartWorker(slot);
  }

  reload(): void {
    this.refuseWhileStopping();
    this.rolling.request();
  }

  stop(): void {
    this.wanted = true;
    this.endAll('SIGTERM');
  }

  /** Ends every worker, as `signal` asks; those that do not go in time are killed. */
  endAll(signal: NodeJS.Signals): void {
    this.beginStop();
    for (const slot of this.slots.values()) this.endSlot(slot, 'stop', signal);
    this.endIfEmpty();
  }

  /** Waits for workers that have got their signal already, from the terminal, and kills those that do not go. */
  awaitAll(): void {
    this.beginStop();
    for (const slot of this.slots.values()) this.awaitEnd(slot, 'stop');
    this.endIfEmpty();
  }

  forceStop(): void {
    this.wanted = true;
    this.beginStop();
    for (const slot of this.slots.values()) {
      this.awaitEnd(slot, 'stop');
      slot.process?.worker.process.kill('SIGKILL');
    }
    this.endIfEmpty();
  }

  watch(on: boolean): void {
    this.watched = on;
    for (const process of this.processes()) process.tell({ op: 'watch', on });
  }

  /** The living processes. */
  processes(): Incarnation[] {
    return [...[...this.slots.values()].flatMap(({ process }) => process ?? []), ...this.aside];
  }

  private addSlot(number: number): Slot {
    const slot: Slot = { number, crashes: NO_CRASHES };
    this.slots.set(number, slot);
    return slot;
  }

  private find(number: number): Slot {
    const slot = this.slots.get(number);
    if (!slot) throw new Refusal('noSuchWorker', `There is no worker ${number}.`);
    return slot;
  }

  private refuseWhileStopping(): void {
    if (this.stopping) throw new Refusal('stopping', 'The run is stopping.');
  }

  private forkSlot(slot: Slot): void {
    clearTimeout(slot.refork);
    const process = this.spawn(slot, {
      shown: true,
      onReady: () => this.becameReady(),
      onExit: (exit) => this.exited(slot, exit),
    });
    const { roster } = this.options;
    const before = roster.worker(slot.number);
    const restarts = before ? before.restarts + 1 : 0;
    slot.process = process;
    slot.fate = undefined;
    const { pid, forkedAt } = process;
    roster.change(slot.number, 'forked', { state: 'forking', pid, forkedAt, restarts, nextForkAt: undefined });
  }

  private spawn(slot: Slot, handlers: Pick<IncarnationOptions, 'shown' | 'onReady' | 'onExit'>): Incarnation {
    const { cluster, environment, output, roster, onSample } = this.options;
    const worker = cluster.fork(environment.forWorker(slot.number, this.watched));
    // A worker that dies between asking for a port and the answer makes its Worker emit 'error' (EPIPE); unheard, that
    // would end the primary (seen on Node 22 to 26).
    worker.on('error', () => {});
    rescueConnections(worker, () => this.processes().some((process) => process.worker !== worker && !process.gone));
    const stderrTail = output.read(slot.number, worker);
    return new Incarnation({ worker, slot: slot.number, roster, stderrTail, onSample, ...handlers });
  }

  /** One step of a reload: the slot gets a new process, and the old one goes once that is ready. */
  private async replace(number: number): Promise<Replacement> {
    const slot = this.slots.get(number);
    if (!slot?.process) return 'gone';
    const readiness = awaitReadiness();
    const candidate = this.spawn(slot, {
      shown: false,
      onReady: readiness.onReady,
      onExit: (exit) => {
        readiness.onExit(exit);
        this.aside.delete(candidate);
        if (slot.process === candidate) this.exited(slot, exit);
        else this.endIfEmpty();
      },
    });
    this.aside.add(candidate);
    const result = await readiness.settled;
    if (result !== true || this.stopping || this.slots.get(number) !== slot) {
      candidate.asked = true;
      candidate.worker.process.kill('SIGKILL');
      return result === true ? 'gone' : { failed: result };
    }
    await this.swap(slot, candidate);
    return 'replaced';
  }

  private async swap(slot: Slot, candidate: Incarnation): Promise<void> {
    const old = slot.process;
    this.aside.delete(candidate);
    slot.process = candidate;
    slot.crashes = NO_CRASHES;
    old?.hide();
    candidate.show();
    if (!old || old.ended) return;
    this.aside.add(old);
    await retire(old, this.options);
    this.aside.delete(old);
  }

  private becameReady(): void {
    this.everReady = true;
    if (this.options.roster.run.state === 'starting') this.options.roster.changeRun({ state: 'running' });
    if (this.held > 0 && !this.stopping) this.scale(this.options.roster.run.target);
  }

  private endSlot(slot: Slot, fate: Fate, signal: NodeJS.Signals = 'SIGTERM'): void {
    this.awaitEnd(slot, fate);
    if (!slot.process) return;
    this.options.roster.change(slot.number, 'draining', { state: 'draining' });
    endProcess(slot.process, signal);
  }

  /** Notes what the slot is to become, and kills its process when it does not end in time. */
  private awaitEnd(slot: Slot, fate: Fate): void {
    clearTimeout(slot.refork);
    slot.fate = fate;
    const { process } = slot;
    if (!process) return this.settle(slot, fate);
    process.asked = true;
    const timer = setTimeout(() => process.worker.process.kill('SIGKILL'), this.options.stopTimeout);
    process.worker.process.once('exit', () => clearTimeout(timer));
  }

  private exited(slot: Slot, exit: ExitInfo): void {
    const { fate, process } = slot;
    // A process that a reload has replaced: its end was wanted and its slot is another's.
    if (process?.pid !== exit.pid) return this.endIfEmpty();
    slot.process = undefined;
    slot.fate = undefined;
    this.end = { code: exit.code ?? 1, signal: exit.signal };
    if (fate) return this.settle(slot, fate);
    if (process?.asked) return this.forkSlot(slot);
    // A script that is done stays done; a server that left, even with code 0, is missed.
    const done = exit.reason === 'finished' || (process?.endedNaturally && exit.reason === 'exit code');
    if (done && !process?.hasListened) return this.finish(slot);
    this.crashed(slot, exit);
  }

  private settle(slot: Slot, fate: Fate): void {
    if (fate === 'replace') return this.forkSlot(slot);
    if (fate === 'remove') {
      this.slots.delete(slot.number);
      this.options.roster.change(slot.number, 'removed');
    } else if (this.options.roster.worker(slot.number)?.state !== 'stopped') {
      this.options.roster.change(slot.number, 'stopped', { state: 'stopped', nextForkAt: undefined });
    }
    this.endIfEmpty();
  }

  private finish(slot: Slot): void {
    this.options.roster.change(slot.number, 'finished', { state: 'finished' });
    this.endIfEmpty();
  }

  private crashed(slot: Slot, exit: ExitInfo): void {
    const decision = afterCrash(slot.crashes, exit.uptime, Math.random());
    slot.crashes = decision.crashes;
    this.explain(exit);
    // A guessed script that fails before it ever served fails as under plain Node; so does a file that cannot load.
    const hopeless = isHopeless(exit.reason) || exit.reason === 'port in use';
    const neverServed = !this.everReady && (this.scouting || hopeless);
    if (neverServed || decision.action === 'give up') return this.giveUp(slot);
    if (decision.delay === 0) return this.forkSlot(slot);
    const nextForkAt = Date.now() + decision.delay;
    this.options.roster.change(slot.number, 'backing off', { state: 'backing off', nextForkAt });
    slot.refork = setTimeout(() => this.forkSlot(slot), decision.delay);
  }

  /** Tells a person what a crash means for the whole run, where it does. */
  private explain({ reason, error }: ExitInfo): void {
    const { roster } = this.options;
    if (reason === 'port in use' && !this.everReady) {
      roster.notice('portTaken', `${error?.message ?? 'The port is in use'}: another program has this port.`);
    } else if (reason === 'port in use') {
      const message = 'A worker cannot have the port because another worker holds it: the app listens with exclusive.';
      roster.notice('exclusivePort', message);
    } else if (/cluster\S*\.fork is not a function|named 'fork'/.test(error?.message ?? '')) {
      roster.notice('selfClustered', 'The app forks workers itself. Run it in observe mode.');
    }
  }

  private giveUp(slot: Slot): void {
    this.options.roster.change(slot.number, 'crash looping', { state: 'crash looping', nextForkAt: undefined });
    this.endIfEmpty();
  }

  private beginStop(): void {
    this.stopping = true;
    this.held = 0;
    for (const process of this.aside) process.worker.process.kill('SIGKILL');
    this.options.roster.changeRun({ state: 'stopping' });
  }

  /** A run without a process, and none to come, is over. */
  private endIfEmpty(): void {
    const isLive = ({ process, number }: Slot): boolean =>
      process !== undefined || this.options.roster.worker(number)?.state === 'backing off';
    if (this.aside.size > 0 || [...this.slots.values()].some(isLive)) return;
    this.options.onEnd(this.wanted ? { code: 0, signal: null } : this.end);
  }
}
