/**
 * What a client that stays connected from the first to the last moment was told: which processes there were and how each
 * ended, what the slots looked like at every number, and how many requests each process has counted. The client itself
 * throws when an event is missing or comes twice.
 */

import type { PrimaryMessage } from '../../src/shared/protocol';
import type { WorkerChange, WorkerInfo } from '../../src/shared/runInfo';
import type { WireClient } from '../support/wireClient';

/** States kept for comparing them with the snapshots of clients that connect later. */
const KEPT_STATES = 1000;

export class Ledger {
  /** Every process that was ever shown in a slot. */
  readonly pids = new Set<number>();
  /** Of these, the ones whose end was told, or that gave their slot to another in a reload. */
  readonly ended = new Set<number>();
  /** How many ended by a signal: what they were executing was lost with them. */
  violent = 0;
  /** Whether there was a moment at which no worker listened: connections are refused then. */
  hadGap = false;
  private readonly counts = new Map<number, number>();
  private readonly current = new Map<number, number>();
  private readonly states = new Map<number, string>();

  constructor(private readonly client: WireClient) {
    for (const worker of client.workers.values()) this.see(worker);
    client.onMessage((message) => this.hear(message));
  }

  /** How many requests a process has counted in all. */
  countedBy(pid: number): number {
    return this.counts.get(pid) ?? 0;
  }

  /** The slots at a number, as text; nothing if that is too long ago or still to come. */
  stateAt(seq: number): string | undefined {
    return this.states.get(seq);
  }

  private hear(message: PrimaryMessage): void {
    if (message.type === 'metrics') {
      for (const { pid, requests } of message.samples) this.counts.set(pid, this.countedBy(pid) + requests);
    }
    if (message.type !== 'worker' && message.type !== 'run') return;
    if (message.type === 'worker') this.follow(message.change, message.worker);
    this.states.set(message.seq, stateOf(this.client.workers.values()));
    this.states.delete(message.seq - KEPT_STATES);
  }

  private follow(change: WorkerChange, worker: WorkerInfo): void {
    const before = this.current.get(worker.slot);
    if (change === 'replaced' && before !== undefined) this.ended.add(before);
    this.see(worker);
    if (change === 'exited' && worker.lastExit?.pid !== undefined) {
      this.ended.add(worker.lastExit.pid);
      if (worker.lastExit.signal !== null) this.violent++;
    }
    this.hadGap ||= ![...this.client.workers.values()].some(({ addresses }) => addresses.length > 0);
  }

  private see({ slot, pid }: WorkerInfo): void {
    if (pid === undefined) return;
    this.pids.add(pid);
    this.current.set(slot, pid);
  }
}

/** Slots as text that can be compared, whatever the order in which they were heard of. */
export function stateOf(workers: Iterable<WorkerInfo>): string {
  return JSON.stringify([...workers].sort((a, b) => a.slot - b.slot));
}
