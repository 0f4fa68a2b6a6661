/** What the manifest's `when` clauses may ask about the state of all runs. Pure; `ui/contextKeys.ts` publishes it. */
import type { ClusterState } from './state';

/** The names, without their prefix `nodeCluster.`. */
export const CONTEXT_KEYS = ['hasRuns', 'hasLiveRuns', 'hasEndedRuns'] as const;

export type ContextValues = Readonly<Record<(typeof CONTEXT_KEYS)[number], boolean>>;

/** The values for a state. */
export function contextValues({ runs }: ClusterState): ContextValues {
  return {
    hasRuns: runs.length > 0,
    hasLiveRuns: runs.some((run) => run.link !== 'ended'),
    hasEndedRuns: runs.some((run) => run.link === 'ended'),
  };
}
