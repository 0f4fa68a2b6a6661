/** What Node Cluster promises to cost at most, each held against what was measured. Pure. */

import { formatNumber, NOTHING, renderTable } from './report';
import type { BenchResults } from './results';
import { type Summary, summarize } from './rounds';

export interface Budget {
  /** What is promised, as a person would say it. */
  readonly what: string;
  /** The row and the figure that tell. */
  readonly row: string;
  readonly figure: string;
  /** The figure itself, its ratio to the minimal primary's, or what it adds to it. */
  readonly of: 'value' | 'ratio' | 'difference';
  readonly limit: { readonly atMost: number } | { readonly atLeast: number };
  readonly unit?: string;
}

export const BUDGETS: readonly Budget[] = [
  ratio('CPU per request, hello', 'requests-hello', 'keep.cpu', { atMost: 1.05 }),
  ratio('CPU per request, half a millisecond of work', 'requests-cpu', 'keep.cpu', { atMost: 1.02 }),
  ratio('throughput, hello', 'requests-hello', 'keep.rate', { atLeast: 0.98 }),
  ratio('launch until every worker answers', 'launch', 'launch', { atMost: 1.15 }),
  ratio('SIGKILL until the replacement answers', 'launch', 'recovery', { atMost: 1.1 }),
  value('clients left hanging in 12 kills under load', 'kill', 'hung', { atMost: 0 }),
  value('failed requests in a rolling reload', 'reload', 'failed', { atMost: 0 }),
  added('memory added to the primary', 'memory', 'primary', { atMost: 4 }),
  added('memory added to each worker', 'memory', 'worker', { atMost: 1.5 }),
  value('watching 64 idle workers: the watcher, shown', 'watch-64', 'shown.watcher', { atMost: 0.3 }, 'CPU s/min'),
  value('the same, hidden', 'watch-64', 'hidden.watcher', { atMost: 0.05 }, 'CPU s/min'),
  value('64 idle workers themselves, shown', 'watch-64', 'shown.workers', { atMost: 0.5 }, 'CPU s/min'),
  value('the same, hidden', 'watch-64', 'hidden.workers', { atMost: 0.2 }, 'CPU s/min'),
  value('births of a worker that throws at once, in 10 s', 'storm', 'births', { atMost: 6 }),
  value('its stack traces lost', 'storm', 'lost', { atMost: 0 }, '%'),
  value('lines lost of 5,000 right before process.exit()', 'logs', 'lastWords', { atMost: 0 }),
  ratio('CPU per log line', 'logs', 'cpu', { atMost: 1.5 }),
  value('activation', 'extension-activation', 'activation', { atMost: 50 }, 'ms'),
  value('dist/extension.js', 'extension-sizes', 'extension.js', { atMost: 300 }, 'kB'),
  value('the packed extension', 'extension-sizes', 'vsix', { atMost: 600 }, 'kB'),
  added('start-up of a Node with a dormant preload', 'dormant', 'start', { atMost: 2 }, 'ms'),
];

function ratio(what: string, row: string, figure: string, limit: Budget['limit']): Budget {
  return { what, row, figure, of: 'ratio', limit };
}

function value(what: string, row: string, figure: string, limit: Budget['limit'], unit = ''): Budget {
  return { what, row, figure, of: 'value', limit, unit };
}

function added(what: string, row: string, figure: string, limit: Budget['limit'], unit = 'MiB'): Budget {
  return { what, row, figure, of: 'difference', limit, unit };
}

/** What was measured for a budget; nothing where its row was not. */
export function measuredFor({ row, figure, of }: Budget, results: BenchResults): number | undefined {
  const rounds = results.rows.find(({ name }) => name === row)?.rounds ?? [];
  const summary: Summary | undefined = summarize(rounds, 'nodeCluster', figure);
  if (!summary) return undefined;
  return of === 'value' ? summary.median : summary[of];
}

/** Whether a number is within its budget. */
export function isWithin({ limit }: Budget, measured: number): boolean {
  return 'atMost' in limit ? measured <= limit.atMost : measured >= limit.atLeast;
}

/** The budgets as a table, a column for each Node. What is not met is marked. */
export function renderBudgets(all: readonly BenchResults[]): string {
  const lines = BUDGETS.map((budget) => [
    budget.what,
    describeLimit(budget),
    ...all.map((results) => renderMeasured(budget, results)),
  ]);
  return renderTable(['Node Cluster', 'budget', ...all.map(({ node }) => `Node ${node}`)], lines);
}

function describeLimit({ limit, of, unit }: Budget): string {
  const [word, number] = 'atMost' in limit ? ['at most', limit.atMost] : ['at least', limit.atLeast];
  const kind = { value: '', ratio: 'x', difference: '+' }[of];
  return `${word} ${kind}${number}${unit ? ` ${unit}` : ''}`;
}

function renderMeasured(budget: Budget, results: BenchResults): string {
  const measured = measuredFor(budget, results);
  if (measured === undefined) return NOTHING;
  const text = budget.of === 'ratio' ? `x${measured.toFixed(2)}` : formatNumber(measured);
  return isWithin(budget, measured) ? text : `**${text}, over**`;
}
