/** The processes of our runs, as the sampler measures them: live primaries and workers, and where the numbers go. */
import type { Store } from '../core/store';
import type { MeasuredProcesses } from './sampler';

/** The processes of a store's live runs. */
export function runProcesses(store: Store): MeasuredProcesses {
  return {
    pids: () => {
      const live = store.state.runs.filter(({ link }) => link !== 'ended');
      const pids = live.flatMap(({ info, workers }) => [info.pid, ...workers.map(({ pid }) => pid)]);
      return pids.filter((pid) => pid !== undefined);
    },
    takeUsage: (usage) => store.dispatch({ type: 'usage', usage }),
    forgetUsage: () => store.dispatch({ type: 'unwatched' }),
  };
}
