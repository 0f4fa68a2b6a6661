/** Runs that end: waiting for it, with a limit, for the task or the debug session behind it, and asking one that may end first. */
import type * as vscode from 'vscode';
import { RefusedError } from '../core/linkErrors';
import type { RunGateway, StateSource } from '../core/ports';
import type { RequestBody } from '../shared/protocol';

/** How long a task or a session may go on after its run has ended, in milliseconds. */
const OUTLIVES_RUN = 2_000;

/** After a request that got no answer, how long it may take until the end of its run is known, in milliseconds. */
const END_IS_KNOWN = 2_000;

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

/** Resolves when what a run came from is over, by the event of such ends; `end` is called where that goes on without its run. */
export function followsRun<T>(
  onDidEnd: vscode.Event<T>,
  { isIt, end }: { readonly isIt: (ended: T) => boolean; readonly end: () => void },
): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, OUTLIVES_RUN);
    const subscription = onDidEnd((ended) => {
      if (!isIt(ended)) return;
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    });
  });
}

/** Sends a request; false where the run ended before it could answer. Rejects with what else went wrong. */
export async function askUnlessEnded(
  { gateway, state }: { readonly gateway: RunGateway; readonly state: StateSource },
  runId: string,
  body: RequestBody,
): Promise<boolean> {
  try {
    await gateway.request(runId, body);
    return true;
  } catch (error) {
    if (error instanceof RefusedError || !(await hasEnded(state, runId, END_IS_KNOWN))) throw error;
    return false;
  }
}
