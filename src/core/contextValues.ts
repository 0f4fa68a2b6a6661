/** What the manifest's `when` clauses may ask about the state of all runs and of PM2. Pure; `ui/contextKeys.ts` publishes it. */
import type { TreeState } from './tree';

/** The names, without their prefix `nodeCluster.`. */
export const CONTEXT_KEYS = ['hasRuns', 'hasLiveRuns', 'hasEndedRuns', 'hasPm2Apps'] as const;

export type ContextValues = Readonly<Record<(typeof CONTEXT_KEYS)[number], boolean>>;

/** The values for a state. */
export function contextValues({ cluster: { runs }, pm2 }: TreeState): ContextValues {
  return {
    hasRuns: runs.length > 0,
    hasLiveRuns: runs.some((run) => run.link !== 'ended'),
    hasEndedRuns: runs.some((run) => run.link === 'ended'),
    hasPm2Apps: pm2 !== undefined && pm2.apps.length > 0,
  };
}
