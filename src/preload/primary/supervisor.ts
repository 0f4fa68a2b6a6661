/**
 * Supervise mode: carries out what a person asks of the run (scale, kill, restart, reload, stop) on the slots that the
 * keeper fills. One supervisor lives from the first fork to the last exit; the process ends with it.
 */
import type { LaunchParameters } from '../../shared/launchParameters';
import type { KillSignal } from '../../shared/protocol';
import { NO_CRASHES } from '../../shared/restartPolicy';
import { MAX_WORKERS } from '../../shared/runInfo';
import { killHard } from './hardKill';
import { watchHealth } from './health';
import type { Incarnation } from './incarnation';
import { timeWithoutServer } from './readiness';
import { replaceProcess } from './replacement';
import { endProcess, killLater, retire } from './retire';
import { type Replacement, RollingReload } from './rollingReload';
import type { Roster } from './roster';
import { Refusal, type RunControl } from './runControl';
import { type Slot, serves } from './slot';
import { type RunEnd, SlotKeeper } from './slotKeeper';
import type { Spawner } from './spawner';

export interface SupervisorOptions {
  readonly roster: Roster;
  readonly spawner: Spawner;
  readonly parameters: LaunchParameters;
  readonly onEnd: (end: RunEnd) => void;
}

export class Supervisor implements RunControl {
  private readonly slots: SlotKeeper;
  private readonly rolling: RollingReload;
  /** Whether a scout is out: the other workers are forked when it first listens. */
  private isHolding = false;
  private stopping = false;
  /** Whether a person stopped the run from the editor: no failure then, whatever the workers' codes are. */
  private wanted = false;

  constructor(private readonly options: SupervisorOptions) {
    const { roster, spawner, parameters, onEnd } = options;
    this.slots = new SlotKeeper({
      roster,
      spawner,
      restart: parameters.restart,
      stopTimeout: parameters.stopTimeout,
      onReady: () => this.becameReady(),
      onEmpty: (end) => onEnd(this.wanted ? { code: 0, signal: null } : end),
    });
    this.rolling = new RollingReload(roster, {
      slots: () => this.slots.all.map(({ number }) => number),
      replace: (number) => this.replace(number),
    });
    watchHealth({
      limits: parameters,
      processes: () => spawner.processes,
      onTooLarge: (process, megabytes) => this.tooLarge(process, megabytes),
      onStuck: (process) => void this.endStuck(process),
    });
  }

  /** Forks the run's first workers; with `scout` one goes ahead and the others follow when it listens. */
  start({ workers, scout }: { readonly workers: number; readonly scout: boolean }): void {
    this.isHolding = scout;
    this.slots.scouting = scout;
    this.options.roster.changeRun({ target: workers });
    for (let slot = 1; slot <= (scout ? 1 : workers); slot++) this.slots.add(slot);
  }

  fork(): void {
    this.scale(this.options.roster.run.target + 1);
  }

  scale(workers: number): void {
    this.refuseWhileStopping();
    if (workers < 1 || workers > MAX_WORKERS) throw new Refusal('badArgument', `Workers must be 1 to ${MAX_WORKERS}.`);
    this.isHolding = false;
    this.options.roster.changeRun({ target: workers });
    for (let slot = 1; slot <= workers; slot++) if (!this.slots.get(slot)) this.slots.add(slot);
    for (const slot of this.slots.all) if (slot.number > workers) this.remove(slot);
  }

  kill(number: number, signal: KillSignal): void {
    this.killAndReplace(this.processIn(number), signal);
  }

  restartWorker(number: number): void {
    this.refuseWhileStopping();
    const slot = this.find(number);
    slot.crashes = NO_CRASHES;
    this.slots.endSlot(slot, 'replace', 'SIGTERM');
  }

  restartAll(): void {
    for (const { number } of this.slots.all) this.restartWorker(number);
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
    for (const slot of this.slots.all) this.slots.endSlot(slot, 'stop', signal);
    this.slots.look();
  }

  /** Waits for workers that have got their signal already, from the terminal, and kills those that do not go. */
  awaitAll(): void {
    this.beginStop();
    for (const slot of this.slots.all) this.slots.awaitEnd(slot, 'stop');
    this.slots.look();
  }

  forceStop(): void {
    this.wanted = true;
    this.awaitAll();
    killHard(...this.processes().map(({ worker }) => worker.process));
  }

  watch(on: boolean): void {
    this.options.spawner.watched = on;
    for (const process of this.processes()) process.tell({ op: 'watch', on });
  }

  processes(): readonly Incarnation[] {
    return this.options.spawner.processes;
  }

  processIn(number: number): Incarnation {
    const { process } = this.find(number);
    if (!process) throw new Refusal('noSuchWorker', `Worker ${number} has no process.`);
    return process;
  }

  private find(number: number): Slot {
    const slot = this.slots.get(number);
    if (!slot) throw new Refusal('noSuchWorker', `There is no worker ${number}.`);
    return slot;
  }

  private refuseWhileStopping(): void {
    if (this.stopping) throw new Refusal('stopping', 'The run is stopping.');
  }

  private becameReady(): void {
    const { roster } = this.options;
    if (roster.run.state === 'starting') roster.changeRun({ state: 'running' });
    if (this.isHolding && !this.stopping) this.scale(roster.run.target);
  }

  /** Takes a slot away: its process finishes its requests first. */
  private remove(slot: Slot): void {
    const { process } = slot;
    this.slots.doom(slot, 'remove');
    if (!process) return;
    this.options.roster.change(slot.number, 'draining', { state: 'draining' });
    void retire(process, this.options.parameters);
  }

  /** One step of a reload. A slot that had been given up gets another chance. */
  private async replace(number: number): Promise<Replacement> {
    const slot = this.slots.get(number);
    if (!slot || this.stopping) return 'gone';
    slot.crashes = NO_CRASHES;
    if (!slot.process) {
      this.slots.fork(slot);
      return 'replaced';
    }
    const { spawner, parameters } = this.options;
    return replaceProcess(slot, {
      ...parameters,
      spawner,
      isWanted: () => !this.stopping && this.slots.get(number) === slot && slot.fate !== 'remove',
      timeWithoutServer: () => timeWithoutServer({ serves: serves(slot), isFirst: this.isHolding }),
      onReady: () => this.slots.becameReady(),
      onExit: (_slot, exit) => this.slots.exited(slot, exit),
      onGone: () => this.slots.look(),
    });
  }

  private tooLarge(process: Incarnation, megabytes: number): void {
    const { roster, parameters } = this.options;
    const message = `A worker used ${megabytes} MB, more than its limit of ${parameters.memoryLimit} MB, and is replaced.`;
    roster.notice('memoryLimit', message);
    void this.replace(process.slot);
  }

  private async endStuck(process: Incarnation): Promise<void> {
    if (process.isLookedInto) return;
    const isPerhapsPaused = await isInspected(process);
    if (process.unresponsive && !isPerhapsPaused) this.killAndReplace(process, 'SIGKILL');
  }

  private killAndReplace(process: Incarnation, signal: NodeJS.Signals): void {
    process.expectEnd(this.options.parameters.stopTimeout);
    if (signal === 'SIGKILL') killHard(process.worker.process);
    else process.worker.process.kill(signal);
  }

  private beginStop(): void {
    this.stopping = true;
    this.isHolding = false;
    this.rolling.abort();
    this.options.roster.changeRun({ state: 'stopping' });
    const owned = new Set(this.slots.all.map(({ process }) => process));
    for (const process of this.processes()) if (!owned.has(process)) this.endAside(process);
  }

  /** A replacement that is not ready, or an old process that drains: neither has a slot that could end it. */
  private endAside(process: Incarnation): void {
    process.asked = true;
    endProcess(process, 'SIGTERM');
    killLater(process, this.options.parameters.stopTimeout);
  }
}

/** Whether a debugger may hold it, by a bundle that most runs never load. */
async function isInspected(process: Incarnation): Promise<boolean> {
  try {
    const room = require('./inspections.cjs') as typeof import('./inspections');
    return await room.isInspected(process);
  } catch {
    // Our files were taken away under a running app: it is judged by its silence alone.
    return false;
  }
}
