/**
 * Works through rows: each runner has its turn in each round, a row's results are kept as soon as it is over, and what
 * fails in a turn costs that row its rest and nothing else.
 */
import { Unavailable } from '../support/vscode/unavailable';
import type { Cleanup } from './cleanup';
import { hasProc } from './processCost';
import type { BenchResults, RowResult } from './results';
import { withRow } from './results';
import { type Figures, type Round, type RunnerName, turnsOf } from './rounds';
import type { Row, Turn } from './rows/row';
import { RUNNERS } from './runners/runners';

export interface BenchRunOptions {
  readonly rows: readonly Row[];
  readonly runners: readonly RunnerName[];
  /** The path of the apps' Node. */
  readonly node: string;
  readonly cleanup: Cleanup;
  readonly onProgress: (text: string) => void;
  /** Called after each row. */
  readonly onResults: (results: BenchResults) => void;
}

/** Measures the rows and adds them to the results. */
export async function runBench(before: BenchResults, options: BenchRunOptions): Promise<BenchResults> {
  let results = before;
  // An effort may have no rounds for a row.
  for (const row of options.rows.filter(({ rounds }) => rounds[before.effort] > 0)) {
    results = withRow(results, await runRow(row, before, options));
    options.onResults(results);
  }
  return results;
}

async function runRow(row: Row, { effort, node }: BenchResults, options: BenchRunOptions): Promise<RowResult> {
  const rounds: Round[] = [];
  const done = (trouble?: string): RowResult => ({
    name: row.name,
    measuredAt: new Date().toISOString(),
    rounds,
    ...(trouble !== undefined && { trouble }),
  });
  if (row.needs.includes('proc') && !hasProc) return done('needs /proc, which only Linux has');
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const worksHere = (name: RunnerName): boolean => RUNNERS[name].worksOn?.(major, minor) ?? true;
  const runners = row.runners.filter((name) => options.runners.includes(name) && worksHere(name));
  for (let number = 0; number < row.rounds[effort]; number++) {
    options.onProgress(`${row.name}: round ${number + 1} of ${row.rounds[effort]}`);
    const round: Partial<Record<RunnerName, Figures>> = {};
    rounds.push(round);
    for (const name of turnsOf(runners, number)) {
      try {
        round[name] = await row.measure(makeTurn(name, effort, options));
      } catch (error) {
        // What is left of the turn would disturb the next one.
        await options.cleanup.run();
        options.onProgress(`${row.name}, ${name}: ${describe(error)}`);
        return done(`${RUNNERS[name].title}: ${error instanceof Error ? error.message : error}`);
      }
    }
  }
  return done();
}

function makeTurn(name: RunnerName, effort: Turn['effort'], { node, cleanup }: BenchRunOptions): Turn {
  const runner = RUNNERS[name];
  return { runner, node, effort, cleanup, start: (start) => runner.start({ ...start, node, cleanup }) };
}

function describe(error: unknown): string {
  if (error instanceof Unavailable) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
