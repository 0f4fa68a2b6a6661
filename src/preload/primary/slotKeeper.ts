/**
 * Keeps the slots of a supervised run filled: forks a process into each, and decides, when one has ended, whether the
 * slot gets another, when, or none. What a person orders (scale, stop, restart) comes from the supervisor.
 */
import { isHopeless } from '../../shared/exitReason';
import { afterCrash, NO_CRASHES, type RestartOptions } from '../../shared/restartPolicy';
import type { ExitInfo } from '../../shared/runInfo';
import { crashNotice } from './crashNotices';
import { timeWithoutServer } from './readiness';
import { endProcess, killLater } from './retire';
import type { Roster } from './roster';
import { type Fate, type Slot, serves } from './slot';
import type { Spawner } from './spawner';

/** How a run ended, as its last worker did. */
export interface RunEnd {
  readonly code: number;
  readonly signal: string | null;
}

export interface SlotKeeperOptions {
  readonly roster: Roster;
  readonly spawner: Spawner;
  readonly restart: RestartOptions;
  /** Milliseconds between a signal and SIGKILL. */
  readonly stopTimeout: number;
  /** Called when a worker is ready, each time. */
  readonly onReady: () => void;
  /** Called when no process is left and none is to come. */
  readonly onEmpty: (end: RunEnd) => void;
}

export class SlotKeeper {
  /** Whether the only worker so far is a scout: its failure is the run's, as under plain Node. */
  scouting = false;
  private readonly slots = new Map<number, Slot>();
  private everReady = false;
  private end: RunEnd = { code: 0, signal: null };

  constructor(private readonly options: SlotKeeperOptions) {}

  /** All slots, by number. */
  get all(): readonly Slot[] {
    return [...this.slots.values()].sort((a, b) => a.number - b.number);
  }

  get(number: number): Slot | undefined {
    return this.slots.get(number);
  }

  /** Adds a slot and forks its first process. */
  add(number: number): void {
    const slot: Slot = { number, crashes: NO_CRASHES };
    this.slots.set(number, slot);
    this.fork(slot);
  }

  /** Forks a process into a slot that has none. */
  fork(slot: Slot): void {
    clearTimeout(slot.refork);
    const { roster, spawner } = this.options;
    const process = spawner.spawn(slot.number, {
      shown: true,
      timeWithoutServer: () => timeWithoutServer({ serves: serves(slot), isFirst: !this.everReady }),
      onReady: () => this.becameReady(),
      onExit: (exit) => (slot.process === process ? this.exited(slot, exit) : this.look()),
    });
    const before = roster.worker(slot.number);
    const restarts = before ? before.restarts + 1 : 0;
    slot.process = process;
    slot.fate = undefined;
    const { pid, forkedAt } = process;
    roster.change(slot.number, 'forked', {
      state: 'forking',
      pid: pid || undefined,
      forkedAt,
      restarts,
      nextForkAt: undefined,
    });
  }

  /** A process in a slot, or one that is to take it over, is ready. */
  becameReady(): void {
    this.everReady = true;
    this.options.onReady();
  }

  /** Asks a slot's process to end, and says what the slot is to become then. */
  endSlot(slot: Slot, fate: Fate, signal: NodeJS.Signals): void {
    this.awaitEnd(slot, fate);
    if (!slot.process) return;
    this.options.roster.change(slot.number, 'draining', { state: 'draining' });
    endProcess(slot.process, signal);
  }

  /** Says what a slot is to become when its process, which somebody else ends, is gone; kills it when that takes long. */
  awaitEnd(slot: Slot, fate: Fate): void {
    this.doom(slot, fate);
    if (!slot.process) return;
    slot.process.asked = true;
    killLater(slot.process, this.options.stopTimeout);
  }

  /** Says what a slot is to become; at once where no process lives in it. */
  doom(slot: Slot, fate: Fate): void {
    clearTimeout(slot.refork);
    slot.fate = fate;
    if (!slot.process) this.settle(slot, fate);
  }

  /** The process that a slot was given by a replacement has ended. */
  exited(slot: Slot, exit: ExitInfo): void {
    const { fate, process } = slot;
    slot.served = serves(slot);
    slot.process = undefined;
    slot.fate = undefined;
    this.end = { code: exit.code ?? 1, signal: exit.signal };
    if (fate) return this.settle(slot, fate);
    if (process?.asked) return this.fork(slot);
    // A script that is done stays done; a server that left, even with code 0, or that had no port, is missed.
    const done = exit.reason === 'finished' || (process?.endedNaturally && exit.reason !== 'port in use');
    if (done && !slot.served) return this.leave(slot, 'finished');
    this.crashed(slot, exit);
  }

  /** Tells the owner if a run without a process, and with none to come, is over. */
  look(): void {
    const { roster, spawner, onEmpty } = this.options;
    // A process that is gone may still owe its last words: until they are heard its slot is not decided.
    const isOpen = ({ number, process }: Slot): boolean =>
      process !== undefined || roster.worker(number)?.state === 'backing off';
    if (spawner.processes.length === 0 && !this.all.some(isOpen)) onEmpty(this.end);
  }

  private settle(slot: Slot, fate: Fate): void {
    if (fate === 'replace') return this.fork(slot);
    if (fate === 'stop') return this.leave(slot, 'stopped');
    // Scaled up again before the process had drained: the slot is wanted after all.
    if (slot.number <= this.options.roster.run.target) return this.fork(slot);
    this.slots.delete(slot.number);
    this.options.roster.change(slot.number, 'removed');
    this.look();
  }

  private crashed(slot: Slot, exit: ExitInfo): void {
    const { roster, restart } = this.options;
    const decision = afterCrash(slot.crashes, exit.uptime, Math.random(), restart);
    slot.crashes = decision.crashes;
    const notice = crashNotice(exit, this.everReady);
    if (notice) roster.notice(notice.code, notice.message);
    // What fails before anything served fails again: a guessed script as under plain Node, a file that cannot load.
    const hopeless = this.scouting || isHopeless(exit.reason) || exit.reason === 'port in use';
    if ((hopeless && !this.everReady) || decision.action === 'give up') return this.leave(slot, 'crash looping');
    if (decision.delay === 0) return this.fork(slot);
    const nextForkAt = Date.now() + decision.delay;
    roster.change(slot.number, 'backing off', { state: 'backing off', nextForkAt });
    slot.refork = setTimeout(() => this.fork(slot), decision.delay);
  }

  /** Leaves a slot without a process, in a state that says why. */
  private leave(slot: Slot, state: 'finished' | 'stopped' | 'crash looping'): void {
    const { roster } = this.options;
    if (roster.worker(slot.number)?.state !== state) {
      roster.change(slot.number, state, { state, nextForkAt: undefined });
    }
    this.look();
  }
}
