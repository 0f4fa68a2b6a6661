/**
 * What a row of the tree is made of, and the few questions that all rows ask of a run. The rows themselves are made in
 * runRow.ts and workerRow.ts; rows.ts is the way in.
 */
import type { WorkerInfo } from '../shared/runInfo';
import type { ClusterNode, ClusterState, RunState } from './state';

export interface RowIcon {
  /** Name of a codicon; differs by state, so that no meaning is in the colour alone. */
  readonly id: string;
  /** Name of a theme colour. */
  readonly color?: string;
}

export interface Row {
  /** Stable while the thing it stands for exists. */
  readonly id: string;
  /** The same as long as the thing exists; what moves is in the description. */
  readonly label: string;
  readonly description: string;
  readonly icon: RowIcon;
  /** Flags joined by `+`, for the `when` clauses of menus. */
  readonly contextValue: string;
  /** What a screen reader says. */
  readonly accessibilityLabel: string;
  readonly isExpandable: boolean;
}

/** The row's id: the same for the same thing, whatever happens to it. */
export function rowId(node: ClusterNode): string {
  if (node.kind === 'run') return node.runId;
  return node.kind === 'primary' ? `${node.runId}/primary` : `${node.runId}/${node.slot}`;
}

/** The run of this id, if it is known. */
export function findRun(state: ClusterState, runId: string): RunState | undefined {
  return state.runs.find(({ info }) => info.id === runId);
}

/** The slot of a run, if it is there. */
export function findWorker(run: RunState, slot: number): WorkerInfo | undefined {
  return run.workers.find((worker) => worker.slot === slot);
}

/** The flags that the rows of a run share. */
export function runFlags(run: RunState): readonly string[] {
  const linked = run.link === 'reconnecting' ? ['reconnecting'] : [];
  return [run.link === 'ended' ? 'ended' : 'live', run.info.mode, ...linked];
}

/** A state's word as one flag: `crashLooping`. */
export function stateFlag(state: string): string {
  return state.replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase());
}
