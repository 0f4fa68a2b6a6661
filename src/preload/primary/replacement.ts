/**
 * Puts a new process into a slot while the old one serves on: the new one is forked aside and takes the slot over once
 * it is ready; then the old one drains and goes. Reload and the memory limit both work this way.
 */
import type { ExitInfo } from '../../shared/runInfo';
import { killHard } from './hardKill';
import type { Incarnation } from './incarnation';
import { awaitReadiness } from './readiness';
import { type RetireOptions, retire } from './retire';
import type { Replacement } from './rollingReload';
import type { Slot } from './slot';
import type { Spawner, SpawnHandlers } from './spawner';

export interface ReplacementOptions extends RetireOptions, Pick<SpawnHandlers, 'timeWithoutServer' | 'onReady'> {
  readonly spawner: Spawner;
  /** Whether the slot still wants a process: the run may stop, or be scaled down, meanwhile. */
  readonly isWanted: (slot: Slot) => boolean;
  /** Called when the process that took the slot over has ended. */
  readonly onExit: (slot: Slot, exit: ExitInfo) => void;
  /** Called when a process that has no slot has ended. */
  readonly onGone: () => void;
}

/** Replaces a slot's process; resolves when the old one is gone, or with how the new one failed. */
export async function replaceProcess(slot: Slot, options: ReplacementOptions): Promise<Replacement> {
  const readiness = awaitReadiness(() => candidate.isHeld);
  const candidate: Incarnation = options.spawner.spawn(slot.number, {
    shown: false,
    timeWithoutServer: options.timeWithoutServer,
    onReady() {
      readiness.onReady();
      options.onReady();
    },
    onExit(exit) {
      readiness.onExit(exit);
      if (slot.process === candidate) options.onExit(slot, exit);
      else options.onGone();
    },
  });
  const result = await readiness.settled;
  if (result === true && options.isWanted(slot)) {
    await takeOver(slot, candidate, options);
    return 'replaced';
  }
  candidate.asked = true;
  killHard(candidate.worker.process);
  return result === true ? 'gone' : { failed: result };
}

async function takeOver(slot: Slot, candidate: Incarnation, options: ReplacementOptions): Promise<void> {
  const old = slot.process;
  // The old one may have crashed or been asked to go meanwhile: what was to follow from that has happened now.
  clearTimeout(slot.refork);
  slot.fate = undefined;
  slot.process = candidate;
  old?.hide();
  candidate.show();
  if (old && !old.ended) await retire(old, options);
}
