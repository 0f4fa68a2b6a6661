/**
 * Ends one process in good order: it drains, then it is asked to go, then it is made to. Resolves when it is gone.
 */
import { once } from 'node:events';
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
  const exited = once(process.worker.process, 'exit');
  process.tell({ op: 'drain' });
  const stop = (): void => {
    endProcess(process, 'SIGTERM');
    timers.push(setTimeout(() => process.worker.process.kill('SIGKILL'), stopTimeout));
  };
  const timers = [setTimeout(stop, drainTimeout)];
  process.onDrained = () => {
    clearTimeout(timers[0]);
    stop();
  };
  await exited;
  for (const timer of timers) clearTimeout(timer);
}

/** Sends a signal as its platform can. */
export function endProcess(process: Incarnation, signal: NodeJS.Signals): void {
  // On Windows every signal is TerminateProcess: the probe raises the event, so that the app's handlers run.
  if (globalThis.process.platform === 'win32') process.tell({ op: 'end', signal });
  else process.worker.process.kill(signal);
}
