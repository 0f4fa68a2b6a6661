/**
 * One process in a slot, from its fork to its last word. It listens to the cluster worker and to the probe in it,
 * writes what it hears into the roster, and tells its owner (supervisor or observer) once, at the end.
 */
import type { Worker } from 'node:cluster';
import { exitReason, isCause } from '../../shared/exitReason';
import type { ErrorInfo, ExitInfo, ListeningAddress, Sample } from '../../shared/runInfo';
import { CHANNEL_MARK, type FromWorker, type InspectorAnswer, readMessage, type ToWorker } from '../channel';
import { DebugState, isFollowed } from './debugState';
import { afterLastWords } from './lastWords';
import { isSameAddress, readAddress } from './listeningAddress';
import type { Roster } from './roster';
import { SlotRow } from './slotRow';

/** When the first beat is due after a process came online, milliseconds. */
const FIRST_BEAT_MS = 1000;
/** How often a process that does not listen is looked at, whether it counts as ready without, milliseconds. */
const LOOK_EVERY_MS = 3000;

export interface IncarnationOptions {
  readonly worker: Worker;
  readonly slot: number;
  /** Whether the slot's row is about this process; a replacement is shown when it is ready. */
  readonly shown: boolean;
  readonly roster: Roster;
  /** The tail of this process's stderr, where it is read. */
  readonly stderrTail: () => string;
  /** The workers that leave their turns at connections to others. */
  readonly resting: Set<Worker>;
  /** How long it may live without a server until it counts as ready, milliseconds; what is known of the app may change. */
  readonly timeWithoutServer: () => number;
  readonly onSample: (sample: Sample) => void;
  readonly onReady: () => void;
  readonly onExit: (exit: ExitInfo) => void;
}

interface UncaughtError {
  readonly info: ErrorInfo;
  readonly rejection: boolean;
  readonly at: number;
}

export class Incarnation {
  readonly worker: Worker;
  readonly slot: number;
  /** 0 where the system could not start it. */
  readonly pid: number;
  readonly forkedAt = Date.now();
  /** Set before we end the process ourselves, so that its exit is not taken for a crash. */
  asked = false;
  /** Ready once: it listened, or stayed up long enough as an app without a server. */
  wasReady = false;
  /** How the process ended, from the moment that it is gone; its last words may still be on their way. */
  gone: { readonly code: number | null; readonly signal: string | null } | undefined;
  hasListened = false;
  /** Its script was done, whatever its code: nothing was left to wait for. */
  endedNaturally = false;
  ended = false;
  /** Called when the probe says that no server has a connection left. */
  onDrained = (): void => {};
  /** Called when the probe says that nothing is under way, while the process rests. */
  onRested = (): void => {};
  /** Whether somebody looks into the process: a look may make it stand still for long. */
  isLookedInto = false;
  /** Called when the probe answers about its inspector. */
  onInspector = (_answer: InspectorAnswer): void => {};
  /** Whether the app listens for SIGUSR1, so that the signal does not open the inspector. */
  ownSignal = false;
  lastBeat: number | undefined;
  /** How long after a beat the next one is due, milliseconds. */
  nextBeat = FIRST_BEAT_MS;
  /** Resident memory at the last beat, bytes. */
  rss = 0;
  unresponsive = false;
  readonly debug = new DebugState((change, patch) => this.row.write(change, patch));
  private readonly row: SlotRow;
  private addresses: readonly ListeningAddress[] = [];
  /** The last uncaught error; the app may have handled it and lived on. */
  private error: UncaughtError | undefined;
  private announced = false;
  private online = false;

  constructor(private readonly options: IncarnationOptions) {
    const { worker, slot } = options;
    this.worker = worker;
    this.slot = slot;
    this.row = new SlotRow(options.roster, slot, options.shown);
    this.pid = worker.process.pid ?? 0;
    worker.on('online', () => this.cameOnline());
    worker.on('listening', (address) => this.listens(readAddress(address)));
    worker.process.on('internalMessage' as 'message', (message) => this.hear(readMessage<FromWorker>(message)));
    // First in line: the app's own handler may fork a replacement, which must find this slot free.
    worker.process.prependOnceListener('exit', (code, signal) => this.exited(code, signal));
    // Of a process that never was Node tells no exit, only why, in the next tick.
    if (this.pid === 0) worker.process.prependOnceListener('error', (error) => this.failed(error));
  }

  /** Takes an end within `time` milliseconds for asked; a process that survives its signal may crash later after all. */
  expectEnd(time: number): void {
    this.asked = true;
    setTimeout(() => {
      this.asked = false;
    }, time).unref();
  }

  /** Leaves connections to the other workers, or takes its turns again. */
  rest(on: boolean): void {
    const { resting } = this.options;
    if (on) resting.add(this.worker);
    else resting.delete(this.worker);
    this.tell({ op: 'rest', on });
  }

  tell(message: ToWorker): void {
    if (!this.worker.isConnected()) return;
    this.worker.process.send({ cmd: CHANNEL_MARK, ...message }, undefined, undefined, () => {});
  }

  private cameOnline(): void {
    this.online = true;
    // Before the debugger has come nothing of ours runs in the process, and it may take long.
    if (!isFollowed()) this.lastBeat = Date.now();
    this.row.write('online', { state: 'online' });
    this.becomeReadyLater();
  }

  /** Time in which the process stands still does not count. */
  private becomeReadyLater(): void {
    let lived = 0;
    const look = (): void => {
      if (this.wasReady || this.ended) return clearInterval(timer);
      if (!this.isHeld) lived += LOOK_EVERY_MS;
      if (lived >= this.options.timeWithoutServer()) this.becameReady();
    };
    const timer = setInterval(look, LOOK_EVERY_MS).unref();
  }

  /** Whether it stands still in a debugger, or waits for one. */
  get isHeld(): boolean {
    return this.debug.isPaused || (this.online && this.lastBeat === undefined);
  }

  /** Calls back now, or, where it stands still in a debugger, once it goes on; a person is told why it takes long. */
  whenFree(then: () => void): void {
    if (this.debug.isPaused) {
      const message = `Worker ${this.slot} stands still in a debugger; it is ended when it goes on.`;
      this.options.roster.notice('pausedWorker', message);
    }
    this.debug.whenFree(then);
  }

  private becameReady(): void {
    if (this.wasReady || this.ended) return;
    this.wasReady = true;
    this.options.onReady();
  }

  /** Takes the slot's row over from the process before it. */
  show(): void {
    this.row.show({ pid: this.pid, forkedAt: this.forkedAt });
  }

  /** Leaves the slot's row to its replacement. */
  hide(): void {
    this.row.hide();
  }

  private listens(address: ListeningAddress): void {
    if (this.addresses.some((known) => isSameAddress(known, address))) return;
    this.hasListened = true;
    this.addresses = [...this.addresses, address];
    this.row.write('listening', { state: 'listening', addresses: this.addresses });
    this.becameReady();
  }

  private hear(message: FromWorker | undefined): void {
    if (!message || this.ended) return;
    switch (message.op) {
      case 'listening':
        return this.listens(message.address);
      case 'error':
        this.error = { info: message.error, rejection: message.rejection, at: Date.now() };
        return;
      case 'exiting':
        this.announced = true;
        this.endedNaturally = message.natural;
        return;
      case 'stickyRefused':
        return this.options.roster.notice('stickyRefused', `Sticky sessions: ${message.reason}.`);
      case 'drained':
        return this.onDrained();
      case 'rested':
        return this.onRested();
      case 'debugged':
        this.lastBeat = Date.now();
        return this.debug.attach();
      case 'inspector':
        return this.onInspector(message);
      case 'ownSignal':
        this.ownSignal = message.on;
        return;
      case 'beat':
        this.beat(message.next, message);
        return;
      case 'sample': {
        const total = this.beat(message.next, message.sample);
        return this.options.onSample({ ...message.sample, slot: this.slot, pid: this.pid, totalRequests: total });
      }
    }
  }

  /** Marks a worker whose loop has not answered; the next beat takes the mark away. */
  silent(): void {
    if (this.debug.isAttached) return this.debug.fellSilent();
    this.unresponsive = true;
    this.row.write('unresponsive', { state: 'unresponsive' });
  }

  private beat(next: number, { requests, rss }: { readonly requests: number; readonly rss: number }): number {
    this.lastBeat = Date.now();
    this.nextBeat = next;
    this.debug.spoke();
    this.rss = rss;
    if (this.unresponsive) {
      this.unresponsive = false;
      this.row.write('responsive', { state: this.addresses.length > 0 ? 'listening' : 'online' });
    }
    return this.options.roster.countRequests(this.slot, requests);
  }

  /** Writes down the end of a process that is gone, with what is known by now. */
  conclude(): void {
    if (this.gone) this.finish(this.gone);
  }

  private exited(code: number | null, signal: string | null): void {
    this.gone = { code, signal };
    const finish = (): void => this.conclude();
    // The probe's last message has come, or none will: a signal leaves no words, but for V8's abort, which prints some.
    const complete = this.announced || this.cause || this.asked || (signal !== null && signal !== 'SIGABRT');
    if (complete) return finish();
    afterLastWords(this.worker, finish);
  }

  /** The error that ended the process, if one did. */
  private get cause(): UncaughtError | undefined {
    const { error, gone } = this;
    return error && gone && isCause(Date.now() - error.at, gone) ? error : undefined;
  }

  private failed({ name, message, stack = message, code }: NodeJS.ErrnoException): void {
    const info = { name, message, stack, ...(code !== undefined && { code }) };
    this.error = { info, rejection: false, at: Date.now() };
    this.exited(null, null);
  }

  private finish({ code, signal }: NonNullable<Incarnation['gone']>): void {
    if (this.ended) return;
    this.ended = true;
    const at = Date.now();
    const { asked, announced, online, cause, pid } = this;
    const reason = exitReason({
      started: pid !== 0,
      code,
      signal,
      asked,
      announced,
      online,
      stderr: this.options.stderrTail(),
      ...(cause && { error: cause.info, rejection: cause.rejection }),
    });
    const uptime = at - this.forkedAt;
    const known = { ...(pid !== 0 && { pid }), ...(cause && { error: cause.info }) };
    const exit: ExitInfo = { at, code, signal, reason, uptime, ...known };
    const state = {
      state: 'exited',
      pid: undefined,
      forkedAt: undefined,
      addresses: [],
      debugger: undefined,
      lastExit: exit,
    } as const;
    this.row.write('exited', state);
    this.options.onExit(exit);
  }
}
