/**
 * What the tree shows: which rows there are, and what each of them says. Plain data made from the state alone, so that
 * the view only hands it to VS Code and a test can read it.
 */
import { findRun, findWorker, type Row } from './row';
import { primaryRow, runRow } from './runRow';
import type { ClusterNode, ClusterState } from './state';
import type { Translate } from './translate';
import { workerRow } from './workerRow';

/** The rows under a row; without one, the runs. */
export function childrenOf(state: ClusterState, node?: ClusterNode): readonly ClusterNode[] {
  if (!node) return state.runs.map(({ info }) => ({ kind: 'run', runId: info.id }));
  const run = node.kind === 'run' ? findRun(state, node.runId) : undefined;
  if (!run) return [];
  const { id: runId } = run.info;
  const workers = run.workers.map(({ slot }) => ({ kind: 'worker', runId, slot }) as const);
  return [{ kind: 'primary', runId }, ...workers];
}

/** The row above a row. */
export function parentOf(node: ClusterNode): ClusterNode | undefined {
  return node.kind === 'run' ? undefined : { kind: 'run', runId: node.runId };
}

/** What a row says now, or nothing when the thing is gone. */
export function rowOf(t: Translate, state: ClusterState, node: ClusterNode, now: number): Row | undefined {
  const run = findRun(state, node.runId);
  if (!run) return undefined;
  if (node.kind === 'run') return runRow(t, run, now);
  if (node.kind === 'primary') return primaryRow(t, run, now);
  const worker = findWorker(run, node.slot);
  return worker && workerRow(t, run, worker, now);
}
