/**
 * Notices workers whose event loop does not answer: each beat of a probe says when the next one is due, and nothing for
 * longer than that and a bit means that the loop is busy with one thing.
 */
import type { Incarnation } from './incarnation';

const LOOK_EVERY_MS = 250;
/** With one beat a second, as of a worker that has work, a blocked loop is noticed within two seconds of its start. */
const PATIENCE_MS = 750;

/** Looks at the processes four times a second; costs a comparison each. */
export function watchSilence(processes: () => Iterable<Incarnation>): void {
  let looked = Date.now();
  const look = (): void => {
    const now = Date.now();
    // The whole machine slept, or this process was stopped: every beat is late then, and none of it is news.
    const late = now - looked > LOOK_EVERY_MS * 4;
    looked = now;
    for (const process of processes()) {
      if (late && process.lastBeat !== undefined) process.lastBeat = now;
      else if (isSilent(process, now)) process.silent();
    }
  };
  setInterval(look, LOOK_EVERY_MS).unref();
}

function isSilent({ lastBeat, nextBeat, unresponsive, debug, ended, asked }: Incarnation, now: number): boolean {
  const isOver = unresponsive || debug.isPaused || ended || asked;
  return !isOver && lastBeat !== undefined && now - lastBeat > nextBeat + PATIENCE_MS;
}
