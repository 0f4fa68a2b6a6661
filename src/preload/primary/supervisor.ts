/**
 * Supervise mode: the entry runs in workers that we fork, replace when they die, and end. One supervisor owns a run's
 * slots from the first fork to the last exit; the process ends with it, as plain Node would have.
 */
import { isHopeless } from '../../shared/exitReason';
import type { LaunchParameters } from '../../shared/launchParameters';
import { type ExitInfo, type KillSignal, MAX_WORKERS } from '../../shared/protocol';
import { afterCrash, NO_CRASHES } from '../../shared/restartPolicy';
import { crashNotice } from './crashNotices';
import { watchHealth } from './health';
import type { Incarnation } from './incarnation';
import { replaceProcess } from './replacement';
import { endProcess, killLater, retire } from './retire';
import { type Replacement, RollingReload } from './rollingReload';
import type { Roster } from './roster';
import { Refusal, type RunControl } from './runControl';
import type { Fate, Slot } from './slot';
import type { Spawner } from './spawner';

/** How a run ended, as its last worker did. */
export interface RunEnd {
  readonly code: number;
  readonly signal: string | null;
}

export interface SupervisorOptions {
  readonly roster: Roster;
  readonly spawner: Spawner;
  readonly parameters: LaunchParameters;
  readonly onEnd: (end: RunEnd) => void;
}

export class Supervisor implements RunControl {
  private readonly slots = new Map<number, Slot>();
  /** Slots beyond the scout that are forked when it first listens. */
  private held = 0;
  private scouting = false;
  private everReady = false;
  private stopping = false;
  /** Whether a person stopped the run from the editor: no failure then, whatever the workers' codes are. */
  private wanted = false;
  private end: RunEnd = { code: 0, signal: null };
  private readonly rolling: RollingReload;

  constructor(private readonly options: SupervisorOptions) {
    const { roster, parameters, spawner } = options;
    this.rolling = new RollingReload(roster, {
      slots: () => [...this.slots.keys()].sort((a, b) => a - b),
      replace: (number) => this.replace(number),
    });
    watchHealth({
      limits: parameters,
      processes: () => spawner.processes,
      onTooLarge: (process, megabytes) => this.tooLarge(process, megabytes),
      onStuck: (process) => this.stuck(process),
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
    for (const slot of surplus) this.removeSlot(slot);
  }

  kill(slot: number, signal: KillSignal): void {
    const { process } = this.find(slot);
    if (!process) throw new Refusal('noSuchWorker', `Worker ${slot} has no process.`);
    process.expectEnd(this.options.parameters.stopTimeout);
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
    this.options.spawner.watched = on;
    for (const process of this.processes()) process.tell({ op: 'watch', on });
  }

  processes(): readonly Incarnation[] {
    return this.options.spawner.processes;
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
    const { roster, spawner } = this.options;
    const process = spawner.spawn(slot.number, {
      shown: true,
      onReady: () => this.becameReady(),
      onExit: (exit) => (slot.process === process ? this.exited(slot, exit) : this.endIfEmpty()),
    });
    const before = roster.worker(slot.number);
    const restarts = before ? before.restarts + 1 : 0;
    slot.process = process;
    slot.fate = undefined;
    const { pid, forkedAt } = process;
    roster.change(slot.number, 'forked', { state: 'forking', pid, forkedAt, restarts, nextForkAt: undefined });
  }

  /** One step of a reload. A slot that had been given up gets another chance. */
  private async replace(number: number): Promise<Replacement> {
    const slot = this.slots.get(number);
    if (!slot || this.stopping) return 'gone';
    slot.crashes = NO_CRASHES;
    if (!slot.process) {
      this.forkSlot(slot);
      return 'replaced';
    }
    const { spawner, parameters } = this.options;
    return replaceProcess(slot, {
      ...parameters,
      spawner,
      isWanted: () => !this.stopping && this.slots.get(number) === slot,
      onExit: (_slot, exit) => this.exited(slot, exit),
      onGone: () => this.endIfEmpty(),
    });
  }

  private tooLarge(process: Incarnation, megabytes: number): void {
    const { roster, parameters } = this.options;
    const message = `A worker used ${megabytes} MB, more than its limit of ${parameters.memoryLimit} MB, and is replaced.`;
    roster.notice('memoryLimit', message);
    void this.replace(process.slot);
  }

  private stuck(process: Incarnation): void {
    process.expectEnd(this.options.parameters.stopTimeout);
    process.worker.process.kill('SIGKILL');
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

  /** Takes a slot away: its process finishes its requests first. */
  private removeSlot(slot: Slot): void {
    clearTimeout(slot.refork);
    slot.fate = 'remove';
    if (!slot.process) return this.settle(slot, 'remove');
    this.options.roster.change(slot.number, 'draining', { state: 'draining' });
    void retire(slot.process, this.options.parameters);
  }

  /** Notes what the slot is to become, and kills its process when it does not end in time. */
  private awaitEnd(slot: Slot, fate: Fate): void {
    clearTimeout(slot.refork);
    slot.fate = fate;
    const { process } = slot;
    if (!process) return this.settle(slot, fate);
    process.asked = true;
    killLater(process, this.options.parameters.stopTimeout);
  }

  private exited(slot: Slot, exit: ExitInfo): void {
    const { fate, process } = slot;
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
    const decision = afterCrash(slot.crashes, exit.uptime, Math.random(), this.options.parameters.restart);
    slot.crashes = decision.crashes;
    const notice = crashNotice(exit, this.everReady);
    if (notice) this.options.roster.notice(notice.code, notice.message);
    // A guessed script that fails before it ever served fails as under plain Node; so does a file that cannot load.
    const hopeless = isHopeless(exit.reason) || exit.reason === 'port in use';
    const neverServed = !this.everReady && (this.scouting || hopeless);
    if (neverServed || decision.action === 'give up') return this.giveUp(slot);
    if (decision.delay === 0) return this.forkSlot(slot);
    const nextForkAt = Date.now() + decision.delay;
    this.options.roster.change(slot.number, 'backing off', { state: 'backing off', nextForkAt });
    slot.refork = setTimeout(() => this.forkSlot(slot), decision.delay);
  }

  private giveUp(slot: Slot): void {
    this.options.roster.change(slot.number, 'crash looping', { state: 'crash looping', nextForkAt: undefined });
    this.endIfEmpty();
  }

  private beginStop(): void {
    this.stopping = true;
    this.held = 0;
    const owned = new Set([...this.slots.values()].map(({ process }) => process));
    for (const process of this.processes()) if (!owned.has(process)) this.endAside(process);
    this.options.roster.changeRun({ state: 'stopping' });
  }

  /** A replacement that is not ready, or an old process that drains: neither has a slot that could end it. */
  private endAside(process: Incarnation): void {
    process.asked = true;
    endProcess(process, 'SIGTERM');
    killLater(process, this.options.parameters.stopTimeout);
  }

  /** A run without a process, and none to come, is over. */
  private endIfEmpty(): void {
    const { roster, spawner } = this.options;
    const isAwaited = ({ number }: Slot): boolean => roster.worker(number)?.state === 'backing off';
    if (spawner.processes.length > 0 || [...this.slots.values()].some(isAwaited)) return;
    this.options.onEnd(this.wanted ? { code: 0, signal: null } : this.end);
  }
}
