/**
 * From what was measured to what is said: rounds in which every runner had its turn, medians over them, and ratios that
 * compare runners within a round, since a shared machine changes from one round to the next. Pure.
 */
export const RUNNER_NAMES = [
  'minimal',
  'nodeCluster',
  'nodeClusterOs',
  'nodeClusterReusePort',
  'pm2',
  'throng',
] as const;
export type RunnerName = (typeof RUNNER_NAMES)[number];

/** Those that most rows compare: Node Cluster with another scheduling has a row of its own. */
export const USUAL_RUNNERS = ['minimal', 'nodeCluster', 'pm2', 'throng'] as const satisfies readonly RunnerName[];

/** All is compared with this one. */
export const BASE: RunnerName = 'minimal';

/** What one turn gave, by the figure's key. A figure that does not apply to a runner is left out. */
export type Figures = Readonly<Record<string, number>>;

/** One round: what each runner's turn gave. */
export type Round = Readonly<Partial<Record<RunnerName, Figures>>>;

export interface Summary {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  readonly rounds: number;
  /** Against the minimal primary in the same round, the median over the rounds; only where both have the figure. */
  readonly ratio?: number;
  /** The same as a difference. */
  readonly difference?: number;
}

/** What all rounds say of a runner's figure; nothing where no round has it. */
export function summarize(rounds: readonly Round[], runner: RunnerName, figure: string): Summary | undefined {
  const values = rounds.flatMap((round) => valueIn(round, runner, figure) ?? []);
  if (values.length === 0) return undefined;
  const pairs = rounds.flatMap((round) => {
    const value = valueIn(round, runner, figure);
    const base = valueIn(round, BASE, figure);
    return value === undefined || base === undefined ? [] : [{ value, base }];
  });
  const ratios = pairs.filter(({ base }) => base !== 0).map(({ value, base }) => value / base);
  return {
    median: medianOf(values),
    lowest: Math.min(...values),
    highest: Math.max(...values),
    rounds: values.length,
    ...(ratios.length > 0 && { ratio: medianOf(ratios) }),
    ...(pairs.length > 0 && { difference: medianOf(pairs.map(({ value, base }) => value - base)) }),
  };
}

/** The middle value; the mean of the two in the middle where their number is even. */
export function medianOf(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('nothing has no median');
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  const lower = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** The runners in the order of their turns: another one begins each round, so that none is always the first. */
export function turnsOf<T>(runners: readonly T[], round: number): T[] {
  const first = round % Math.max(runners.length, 1);
  return [...runners.slice(first), ...runners.slice(0, first)];
}

function valueIn(round: Round, runner: RunnerName, figure: string): number | undefined {
  const value = round[runner]?.[figure];
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}
