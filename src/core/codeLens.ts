/**
 * What stands above the line that listens: how many workers serve it and how. Finds the line in the text of a file and
 * makes the sentence of a run; `ui/listenCodeLens.ts` shows both.
 */
import { runFigures } from './figures';
import { baseName, milliseconds, rate } from './format';
import type { Paths } from './paths';
import type { RunHistory } from './runHistory';
import type { RunState } from './state';
import type { Translate } from './translate';
import { isSourceOfRun } from './workspaceRuns';

/** How many lines of a file are shown, and how far a file is read. */
const LINES = 4;
const LONGEST = 20_000;

/** The lines that open a server, from 0. Comments are left out as far as a line tells. */
export function listeningLines(text: string): readonly number[] {
  const lines = text.split('\n', LONGEST);
  return lines.flatMap((line, index) => (opensServer(line) ? [index] : [])).slice(0, LINES);
}

function opensServer(line: string): boolean {
  const call = /\.listen\s*\(/.exec(line);
  if (!call) return false;
  const before = line.slice(0, call.index);
  return !/^\s*(?:\*|\/\*)/.test(line) && !/(?:^|[^:])\/\//.test(before);
}

/** The live runs that a file is part of; where it is the entry of some, only those. */
export function runsOfFile(runs: readonly RunState[], file: string, paths: Paths): readonly RunState[] {
  const live = runs.filter(({ link }) => link !== 'ended');
  const own = live.filter(({ info }) => paths.isSame(info.entry, file));
  return own.length > 0 ? own : live.filter(({ info }) => isSourceOfRun(info, file, paths));
}

/** `4 workers, 812 req/s, p99 14 ms`; in a file that is not the run's entry and may be no part of it, with its name. */
export function lensTitle(
  t: Translate,
  run: RunState,
  { latency }: RunHistory,
  { file, paths }: { readonly file: string; readonly paths: Paths },
): string {
  const { entry } = run.info;
  const count = run.workers.filter(({ pid }) => pid !== undefined).length;
  const { requestsPerSecond } = runFigures(run);
  const p99 = requestsPerSecond === undefined ? undefined : latency.percentile(0.99);
  const parts = [
    count === 1 ? t('1 worker') : t('{0} workers', count),
    ...(requestsPerSecond === undefined ? [] : [rate(t, requestsPerSecond)]),
    ...(p99 === undefined ? [] : [t('p99 {0}', milliseconds(p99))]),
  ].join(', ');
  return paths.isSame(file, entry) ? parts : `${baseName(entry)}: ${parts}`;
}
