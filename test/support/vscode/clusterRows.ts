/** What the rows of the Cluster tree say about the workers of a run, taken from what a screen reader says. */
import type { TreeRow } from './treeView';

export interface WorkerRow {
  readonly slot: number;
  readonly pid: number;
  readonly isListening: boolean;
  readonly restarts: number;
}

/** The workers among the rows, in their order. */
export function workerRows(rows: readonly TreeRow[]): WorkerRow[] {
  return rows.filter(({ label }) => label.startsWith('#')).map(readWorker);
}

/** How many workers listen. */
export function listeningCount(rows: readonly TreeRow[]): number {
  return workerRows(rows).filter(({ isListening }) => isListening).length;
}

/** The pids of the workers, in order. */
export function workerPids(rows: readonly TreeRow[]): number[] {
  return workerRows(rows)
    .map(({ pid }) => pid)
    .sort((one, other) => one - other);
}

function readWorker({ label, ariaLabel }: TreeRow): WorkerRow {
  const number = (pattern: RegExp) => Number(pattern.exec(ariaLabel)?.[1] ?? 0);
  return {
    slot: Number(label.slice(1)),
    pid: number(/pid (\d+)/),
    isListening: ariaLabel.includes(', listening,'),
    restarts: number(/(\d+) restart/),
  };
}
