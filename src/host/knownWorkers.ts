/**
 * The worker processes of one run that are known to have been started and not known to have ended, whatever slot they
 * are in: while a reload drains a worker, its slot already belongs to the next one. The reaper asks when the primary died.
 */
import type { WorkerInfo } from '../shared/runInfo';
import type { RunRecord } from '../shared/runRecord';
import type { KnownProcess } from './reaper';

export class KnownWorkers {
  private readonly forkedAt = new Map<number, number>();

  /** Takes what the primary tells of a slot. */
  note({ pid, forkedAt, lastExit }: WorkerInfo): void {
    if (lastExit?.pid !== undefined) this.forkedAt.delete(lastExit.pid);
    if (pid !== undefined && forkedAt !== undefined) this.forkedAt.set(pid, forkedAt);
  }

  /** All of them, those that the record names included. */
  list(record: RunRecord): readonly KnownProcess[] {
    const recorded = record.workers.map((pid, index) => [pid, record.forkedAt[index] ?? 0] as const);
    return [...new Map([...recorded, ...this.forkedAt])].map(([pid, forkedAt]) => ({ pid, forkedAt }));
  }
}
