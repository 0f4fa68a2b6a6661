/** How workers ended, as a client hears it. */

import type { RunEvent } from '../../src/shared/protocol';
import type { ExitInfo } from '../../src/shared/runInfo';
import { type ClusterRun, type RunOptions, useRuns } from './clusterRun';
import type { WireClient } from './wireClient';

/** The exits among a client's events and the history before them. */
export function exits({ snapshot, events }: WireClient): ExitInfo[] {
  const past = snapshot.history.flatMap(({ exit }) => exit ?? []);
  const isExit = (event: RunEvent): boolean => event.type === 'worker' && event.change === 'exited';
  const later = events
    .filter(isExit)
    .flatMap((event) => (event.type === 'worker' ? (event.worker.lastExit ?? []) : []));
  return [...past, ...later];
}

export async function firstExit(wire: WireClient): Promise<ExitInfo | undefined> {
  await wire.until(() => exits(wire).length > 0);
  return exits(wire)[0];
}

/** Starts runs that wait, when they are over, until this test has seen how. */
export function useWatchedRuns(): (options: RunOptions) => Promise<ClusterRun> {
  const start = useRuns();
  return (options) => start({ ...options, parameters: { linger: 5000, ...options.parameters } });
}
