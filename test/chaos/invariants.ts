/**
 * What must hold after any chaos, whatever it did. Each check answers with nothing, or with what is wrong in words; they
 * are asked while the run still lives and nobody disturbs it any more.
 */
import type { LoadResult } from '../support/load';
import { childrenOf, commandOf, openFiles } from '../support/processFigures';
import { eventually } from '../support/vscode/eventually';
import { type ChaosRun, CLIENTS } from './chaosRun';

/** What the primary may have grown by from the end of its warm-up to the end of the chaos, megabytes. */
export const MOST_GROWTH = 30;
/** What a primary holds open beside its workers: its own, the link, the clients. */
const FILES_OF_ITS_OWN = 40;
const FILES_PER_WORKER = 5;
const BEATS_WITHIN = { timeout: 10_000, interval: 100 };

type Problem = string | undefined;
type Check = (run: ChaosRun, load: LoadResult) => Problem | Promise<Problem>;

const CHECKS: readonly Check[] = [
  nobodyIsLeftBehind,
  everyEndWasTold,
  ({ expectations }) => firstBroken(expectations),
  (_run, { hung }) => (hung > 0 ? `${hung} requests hang` : undefined),
  onlyTheDeadLostRequests,
  everyAnswerWasCounted,
  nothingWasCountedTwice,
  memoryIsFlat,
  filesAreFew,
  // Last, because its own requests are in no tally.
  everyWorkerAnswers,
];

/** Everything that is wrong, in words. */
export async function violations(run: ChaosRun, load: LoadResult): Promise<readonly string[]> {
  const problems: Problem[] = [];
  for (const check of CHECKS) problems.push(await check(run, load));
  return problems.flatMap((problem) => problem ?? []);
}

async function everyWorkerAnswers({ run, workers }: ChaosRun): Promise<Problem> {
  const pids = workers.map(({ pid }) => pid ?? 0);
  const answering = await run.untilAnswered(pids.length);
  const strangers = answering.filter((pid) => !pids.includes(pid));
  return strangers.length > 0 ? `processes ${strangers} answer and are in no slot` : undefined;
}

/** The primary's children are its workers and no others; of the processes of the past none lives on elsewhere. */
function nobodyIsLeftBehind({ run, workers, ledger }: ChaosRun): Problem {
  const living = new Set(workers.map(({ pid }) => pid));
  const children = childrenOf(run.pid).filter((pid) => !living.has(pid));
  const orphans = [...ledger.pids].filter((pid) => !living.has(pid) && commandOf(pid).endsWith('chaos.js'));
  const left = [...new Set([...children, ...orphans])];
  return left.length > 0 ? `processes ${left} live and are in no slot` : undefined;
}

function everyEndWasTold({ workers, ledger }: ChaosRun): Problem {
  const living = new Set(workers.map(({ pid }) => pid));
  const silent = [...ledger.pids].filter((pid) => !living.has(pid) && !ledger.ended.has(pid));
  return silent.length > 0 ? `nobody told how processes ${silent} ended` : undefined;
}

async function firstBroken(expectations: ChaosRun['expectations']): Promise<Problem> {
  for (const { what, holds } of expectations) if (!(await holds)) return `expected ${what}`;
  return undefined;
}

/** A request fails only if the worker died that had it, or if there was none at all. */
function onlyTheDeadLostRequests({ ledger }: ChaosRun, { failed }: LoadResult): Problem {
  const refused = failed.filter((code) => code === 'ECONNREFUSED').length;
  const reset = failed.filter((code) => code === 'ECONNRESET' || code === 'EPIPE').length;
  if (refused + reset < failed.length) return `requests failed by ${new Set(failed)}`;
  if (refused > 0 && !ledger.hadGap) return `${refused} connections were refused while workers listened`;
  const most = ledger.ended.size * CLIENTS;
  return reset > most ? `${reset} requests were reset, ${ledger.ended.size} processes ended` : undefined;
}

/** Each living worker has counted every request that it has answered; the last beat may still be under way. */
async function everyAnswerWasCounted({ workers, ledger, answers }: ChaosRun): Promise<Problem> {
  const short = (): string[] =>
    workers.flatMap(({ pid = 0 }) => {
      const missing = (answers.get(pid) ?? 0) - ledger.countedBy(pid);
      return missing > 0 ? [`${missing} by ${pid}`] : [];
    });
  const isComplete = (): true | undefined => short().length === 0 || undefined;
  await eventually('the last beats', isComplete, BEATS_WITHIN).catch(() => {});
  return short().length > 0 ? `answers were not counted: ${short()}` : undefined;
}

/** What is counted beyond the answers was executed, and its answer lost with a connection. */
function nothingWasCountedTwice({ ledger, answers, asked }: ChaosRun, { failed }: LoadResult): Problem {
  let beyond = 0;
  for (const pid of ledger.pids) beyond += Math.max(0, ledger.countedBy(pid) - (answers.get(pid) ?? 0));
  const lost = failed.length + asked;
  return beyond > lost ? `${beyond} more requests were counted than answered, ${lost} answers were lost` : undefined;
}

function memoryIsFlat(run: ChaosRun): Problem {
  const { warm, end } = memoryOf(run);
  return end - warm > MOST_GROWTH
    ? `the primary grew from ${warm.toFixed(0)} to ${end.toFixed(0)} megabytes`
    : undefined;
}

/** The primary's memory once it was warm and in the end, as medians of a fifth of the time each. */
export function memoryOf({ memory }: ChaosRun): { readonly warm: number; readonly end: number } {
  const fifth = Math.ceil(memory.length / 5);
  return { warm: median(memory.slice(fifth, 2 * fifth)), end: median(memory.slice(-fifth)) };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function filesAreFew({ run, workers }: ChaosRun): Problem {
  const files = openFiles(run.pid) ?? 0;
  const most = FILES_OF_ITS_OWN + FILES_PER_WORKER * workers.length;
  return files > most ? `the primary holds ${files} files open` : undefined;
}
