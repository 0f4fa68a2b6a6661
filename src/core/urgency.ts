/**
 * Tells a change that a person should see at once from one that only moves numbers: those wait for the next second, so
 * that the tree stays calm under the mouse.
 */
import type { ClusterState, RunState } from './state';

/** Whether something other than measured numbers changed. */
export function isUrgent(now: ClusterState, before: ClusterState): boolean {
  return now.runs.length !== before.runs.length || now.runs.some((run, index) => differs(run, before.runs[index]));
}

const differs = (now: RunState, before: RunState | undefined): boolean =>
  now.info !== before?.info || now.workers !== before.workers || now.link !== before.link;
