/**
 * All runs in one breath: the badge of the view, which counts the workers that need a person's eye, and the text of the
 * status bar. Both are absent when there is nothing to say.
 */
import type { WorkerInfo } from '../shared/runInfo';
import { runFigures, totalFigures } from './figures';
import { baseName, joined, memory, percent, rate } from './format';
import type { ClusterState, RunState } from './state';
import type { Translate } from './translate';
import { workerStateWord } from './words';
import { isInTrouble, readyCount } from './workerHealth';

export interface Badge {
  readonly value: number;
  readonly tooltip: string;
}

export interface StatusBarText {
  readonly text: string;
  readonly tooltip: string;
  readonly accessibilityLabel: string;
}

/** How many workers are in trouble, and which. */
export function badgeOf(t: Translate, state: ClusterState): Badge | undefined {
  const troubled = liveRuns(state).flatMap((run) => run.workers.filter(isInTrouble).map((worker) => ({ run, worker })));
  if (troubled.length === 0) return undefined;
  const lines = troubled.slice(0, 10).map(({ run, worker }) => troubleLine(t, run, worker));
  const rest = troubled.length > lines.length ? [t('and {0} more', troubled.length - lines.length)] : [];
  return { value: troubled.length, tooltip: [...lines, ...rest].join('\n') };
}

const troubleLine = (t: Translate, run: RunState, worker: WorkerInfo): string =>
  t('{0}: worker {1} is {2}', baseName(run.info.entry), worker.slot, workerStateWord(t, worker.state));

/** Ready workers and, while somebody measures, what all runs use together. */
export function statusBarOf(t: Translate, state: ClusterState, now: number): StatusBarText | undefined {
  const runs = liveRuns(state);
  if (runs.length === 0) return undefined;
  const ready = runs.reduce((sum, run) => sum + readyCount(run, now), 0);
  const target = runs.reduce((sum, run) => sum + run.info.target, 0);
  const numbers = totalNumbers(t, runs);
  return {
    text: joined([`$(server-process) ${ready}/${target}`, ...numbers]),
    tooltip: runs.map((run) => runLine(t, run, now)).join('\n'),
    accessibilityLabel: [t('Node Cluster: {0} of {1} workers ready', ready, target), ...numbers].join(', '),
  };
}

const liveRuns = (state: ClusterState): readonly RunState[] => state.runs.filter(({ link }) => link !== 'ended');

function totalNumbers(t: Translate, runs: readonly RunState[]): readonly string[] {
  const { cpu, memory: bytes, requestsPerSecond } = totalFigures(runs.map(runFigures));
  return [
    ...(cpu === undefined ? [] : [percent(cpu)]),
    ...(bytes === undefined ? [] : [memory(bytes)]),
    ...(requestsPerSecond === undefined ? [] : [rate(t, requestsPerSecond)]),
  ];
}

const runLine = (t: Translate, run: RunState, now: number): string =>
  t('{0}: {1} of {2} workers ready', baseName(run.info.entry), readyCount(run, now), run.info.target);
