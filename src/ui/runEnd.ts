/** Waiting for a run to end, with a limit. */
import type { StateSource } from '../core/ports';

/** Whether a run has ended, or does so within the limit; a run that is not in the list any more has. */
export function hasEnded(source: StateSource, runId: string, limit: number): Promise<boolean> {
  const isOver = (): boolean => {
    const run = source.state.runs.find(({ info }) => info.id === runId);
    return run === undefined || run.link === 'ended';
  };
  if (isOver()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      subscription.dispose();
      resolve(isOver());
    };
    const timer = setTimeout(finish, limit);
    const subscription = source.onDidChange(() => isOver() && finish());
  });
}
