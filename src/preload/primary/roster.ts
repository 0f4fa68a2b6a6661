/**
 * The truth about a run: its slots and what became of each, as the events that tell it. Supervisor and observer change
 * it, the link publishes it. Every change gets the next number, so that a client can tell whether it missed one.
 */

import type { RunEvent, Snapshot } from '../../shared/protocol';
import type { HistoryEntry, Notice, RunInfo, WorkerChange, WorkerInfo, WorkerState } from '../../shared/runInfo';

const HISTORY_LENGTH = 500;

/** What a change sets; `undefined` takes a field away. */
export type WorkerPatch = { [K in keyof Omit<WorkerInfo, 'slot' | 'state' | 'since'>]?: WorkerInfo[K] | undefined } & {
  readonly state?: WorkerState;
};

type Unnumbered<E> = E extends unknown ? Omit<E, 'seq' | 'at'> : never;

export class Roster {
  private seq = 0;
  private info: RunInfo;
  private readonly slots = new Map<number, WorkerInfo>();
  private readonly requests = new Map<number, number>();
  private readonly history: HistoryEntry[] = [];
  private readonly listeners: ((event: RunEvent) => void)[] = [];

  constructor(info: RunInfo) {
    this.info = info;
  }

  get run(): RunInfo {
    return this.info;
  }

  /** All slots, by number. */
  get workers(): readonly WorkerInfo[] {
    return [...this.slots.values()].sort((a, b) => a.slot - b.slot);
  }

  worker(slot: number): WorkerInfo | undefined {
    return this.slots.get(slot);
  }

  /** The lowest number that no slot has. */
  freeSlot(): number {
    let slot = 1;
    while (this.slots.has(slot)) slot++;
    return slot;
  }

  /** Adds to a slot's total of finished requests, which outlives its processes, and answers the total. */
  countRequests(slot: number, requests: number): number {
    const total = (this.requests.get(slot) ?? 0) + requests;
    this.requests.set(slot, total);
    return total;
  }

  onEvent(listener: (event: RunEvent) => void): void {
    this.listeners.push(listener);
  }

  snapshot(): Snapshot {
    return { type: 'snapshot', seq: this.seq, run: this.info, workers: this.workers, history: this.history };
  }

  /** Records that something happened to a slot; an unknown slot is created. */
  change(slot: number, change: WorkerChange, patch: WorkerPatch = {}): void {
    const at = Date.now();
    const before = this.slots.get(slot) ?? { slot, state: 'forking', since: at, restarts: 0, addresses: [] };
    const since = patch.state === undefined || patch.state === before.state ? before.since : at;
    const worker = withoutUndefined({ ...before, ...patch, since }) as WorkerInfo;
    if (change === 'removed') this.slots.delete(slot);
    else this.slots.set(slot, worker);
    this.publish({ type: 'worker', change, worker }, at);
    this.remember(change, worker, at);
  }

  /** Changes what is known of the run as a whole. Says nothing if that is nothing new. */
  changeRun(patch: Partial<Pick<RunInfo, 'state' | 'target' | 'reload'>>): void {
    const next = { ...this.info, ...patch };
    if (next.state === this.info.state && next.target === this.info.target && next.reload === this.info.reload) return;
    this.info = next;
    this.publish({ type: 'run', run: next }, Date.now());
  }

  /** Tells a person something about the run, once. */
  notice(code: Notice['code'], message: string): void {
    if (this.info.notices.some((notice) => notice.code === code)) return;
    const at = Date.now();
    this.info = { ...this.info, notices: [...this.info.notices, { code, message, at }] };
    this.publish({ type: 'run', run: this.info }, at);
  }

  private publish(event: Unnumbered<RunEvent>, at: number): void {
    const numbered = { ...event, seq: ++this.seq, at } as RunEvent;
    for (const listener of this.listeners) listener(numbered);
  }

  private remember(change: WorkerChange, worker: WorkerInfo, at: number): void {
    const exit = change === 'exited' ? worker.lastExit : undefined;
    const pid = worker.pid ?? exit?.pid;
    this.history.push(withoutUndefined({ seq: this.seq, at, slot: worker.slot, change, pid, exit }) as HistoryEntry);
    if (this.history.length > HISTORY_LENGTH) this.history.shift();
  }
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
