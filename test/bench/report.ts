/** The tables of the benchmark as Markdown. Pure: from results to text. */
import type { BenchResults, RowResult } from './results';
import { BASE, type RunnerName, type Summary, summarize } from './rounds';
import type { FigureInfo, Row, Unit } from './rows/row';

export const TITLES: Readonly<Record<RunnerName, string>> = {
  minimal: 'minimal primary',
  nodeCluster: 'Node Cluster',
  nodeClusterOs: 'Node Cluster, os',
  nodeClusterReusePort: 'Node Cluster, reusePort',
  pm2: 'PM2 7',
  throng: 'throng 5',
};

/** The whole report of one run. */
export function renderReport(results: BenchResults, rows: readonly Row[]): string {
  const parts = rows.flatMap((row) => {
    const result = results.rows.find(({ name }) => name === row.name);
    return result ? [renderRow(row, result)] : [];
  });
  return [renderHeader(results), ...parts].join('\n\n');
}

/** What the numbers were taken on, and how to read them. */
export function renderHeader({ node, machine, startedAt, effort }: BenchResults): string {
  const size = effort === 'full' ? '' : `. A ${effort} run: fewer rounds and smaller sizes than the text says`;
  return (
    `### Node ${node}\n\n` +
    `${machine.cpu}, ${machine.cores} cores, ${machine.gibibytes} GiB, ${machine.system}; ` +
    `${startedAt.slice(0, 10)}${size}.`
  );
}

/** One row as a table: a line for each figure, a column for each runner. */
export function renderRow(row: Row, { rounds, trouble }: RowResult): string {
  const columns = row.runners.filter((runner) => rounds.some((round) => Object.keys(round[runner] ?? {}).length > 0));
  const lines = row.figures.flatMap((figure) => {
    const cells = columns.map((runner) => renderCell(summarize(rounds, runner, figure.key), figure.unit, runner));
    return cells.every((cell) => cell === NOTHING) ? [] : [[nameOf(figure), ...cells]];
  });
  const count = rounds.length === 1 ? 'one round' : `${rounds.length} rounds`;
  const head = `#### ${row.title}\n\n${row.how} ${count[0]?.toUpperCase()}${count.slice(1)}.`;
  const table = lines.length === 0 ? [] : [renderTable(['', ...columns.map((runner) => TITLES[runner])], lines)];
  return [head, ...table, ...(trouble === undefined ? [] : [`Not measured to its end: ${trouble}.`])].join('\n\n');
}

/** What stands in a cell without a number. */
export const NOTHING = '-';

/** Median, range over the rounds, and the ratio to the minimal primary. */
export function renderCell(summary: Summary | undefined, unit: Unit, runner: RunnerName): string {
  if (!summary) return NOTHING;
  const { median, lowest, highest, rounds, ratio } = summary;
  const range = rounds > 1 && lowest !== highest ? ` (${formatNumber(lowest)} to ${formatNumber(highest)})` : '';
  const compared = ratio !== undefined && runner !== BASE && unit !== '' ? `, x${ratio.toFixed(2)}` : '';
  return `${formatNumber(median)}${range}${compared}`;
}

/** Three digits that count, and all of them before the point. */
export function formatNumber(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString('en');
  return value.toFixed(size >= 10 ? 1 : 2);
}

export function renderTable(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) =>
    Math.max(3, cell.length, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  const render = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [render(head), render(widths.map((width) => '-'.repeat(width))), ...lines.map(render)].join('\n');
}

function nameOf({ title, unit }: FigureInfo): string {
  return unit === '' ? title : `${title} (${unit})`;
}
