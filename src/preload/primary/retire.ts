/**
 * Ends one process in good order: it drains, then it is asked to go, then it is made to. Resolves when it is gone.
 */

import { killHard } from './hardKill';
import type { Incarnation } from './incarnation';

export interface RetireOptions {
  /** How long it may take to finish its requests before SIGTERM, milliseconds. */
  readonly drainTimeout: number;
  /** How long it may take to end after SIGTERM before SIGKILL, milliseconds. */
  readonly stopTimeout: number;
}

/** Drains a process and ends it. Its exit is then no crash. */
export async function retire(process: Incarnation, { drainTimeout, stopTimeout }: RetireOptions): Promise<void> {
  process.asked = true;
  if (process.gone) return;
  // Not `once` of node:events: it would reject at an 'error', and a send to a process that has just died emits one.
  const exited = new Promise((resolve) => process.worker.process.once('exit', resolve));
  const stop = (): void => {
    clearTimeout(deadline);
    // Nobody who looks at a process in a debugger wants it gone under their eyes because something else is to be replaced.
    process.whenFree(() => {
      endProcess(process, 'SIGTERM');
      const timer = setTimeout(() => process.whenFree(() => killHard(process.worker.process)), stopTimeout);
      process.worker.process.once('exit', () => clearTimeout(timer));
    });
  };
  const deadline = setTimeout(stop, drainTimeout);
  process.onDrained = stop;
  process.tell({ op: 'drain' });
  await exited;
  clearTimeout(deadline);
}

/** Kills a process that has not ended in time, milliseconds. */
export function killLater({ worker }: Incarnation, timeout: number): void {
  const timer = setTimeout(() => killHard(worker.process), timeout);
  worker.process.once('exit', () => clearTimeout(timer));
}

/** Sends a signal as its platform can. */
export function endProcess(process: Incarnation, signal: NodeJS.Signals): void {
  // On Windows every signal is TerminateProcess: the probe raises the event, so that the app's handlers run.
  if (globalThis.process.platform === 'win32') process.tell({ op: 'end', signal });
  else process.worker.process.kill(signal);
}
