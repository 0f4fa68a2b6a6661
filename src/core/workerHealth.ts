/** Which workers do their work and which need a person's eye; the rows, the badge and the status bar agree on it. */
import type { WorkerInfo, WorkerState } from '../shared/runInfo';
import type { RunState } from './state';

/** How long a worker of an app that opens no server is online before it counts as ready, in milliseconds. */
const SETTLED_AFTER = 1000;

const TROUBLED: ReadonlySet<WorkerState> = new Set(['unresponsive', 'backing off', 'crash looping']);

/** Whether a worker is in a state that a person should look at. */
export function isInTrouble({ state }: WorkerInfo): boolean {
  return TROUBLED.has(state);
}

/** Whether nothing is heard of a worker: its last numbers are old. */
export function isSilent(worker: WorkerInfo): boolean {
  return worker.state === 'unresponsive' || worker.debugger === 'paused';
}

/** How many workers are ready: they listen or, in an app that opens no server, have been up for a moment. */
export function readyCount(run: RunState, now: number): number {
  const listening = run.workers.filter(({ state }) => state === 'listening').length;
  const isServer = listening > 0 || run.workers.some((worker) => worker.addresses.length > 0);
  return isServer ? listening : run.workers.filter((worker) => isSettled(worker, now)).length;
}

const isSettled = ({ state, since }: WorkerInfo, now: number): boolean =>
  state === 'online' && now - since >= SETTLED_AFTER;
