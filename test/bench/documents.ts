/**
 * The tables in the documents: all of them in this folder's README, in short in the project's. A document has marks
 * where they belong; what is between the marks is replaced, all else is written by hand.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/process.mjs';
import { renderBudgets } from './budgets';
import { formatNumber, NOTHING, renderReport, renderTable, TITLES } from './report';
import type { BenchResults } from './results';
import { summarize, USUAL_RUNNERS } from './rounds';
import type { Row } from './rows/row';

/** What the project's README says, in a person's words. */
const HEADLINES = [
  { what: 'CPU per request, Express (µs)', row: 'requests-express', figure: 'keep.cpu' },
  { what: 'requests per second, hello over http', row: 'requests-hello', figure: 'keep.rate' },
  { what: 'launch until all of 4 workers answer (ms)', row: 'launch', figure: 'launch' },
  { what: 'a worker is killed: until its replacement answers (ms)', row: 'launch', figure: 'recovery' },
  { what: 'clients left hanging in 12 kills under load', row: 'kill', figure: 'hung' },
  { what: 'failed requests per rolling reload, 50 clients', row: 'reload', figure: 'failed' },
  { what: 'memory of the primary or daemon (MiB)', row: 'memory', figure: 'primary' },
  { what: 'watching 64 idle workers (CPU s per minute)', row: 'watch-64', figure: 'shown.watcher' },
  { what: 'an app that throws at once: births in 10 s', row: 'storm', figure: 'births' },
  { what: 'last 5,000 lines before an exit: lost', row: 'logs', figure: 'lastWords' },
] as const;

/** Writes the tables of these results, the newest Node's into the project's README. */
export function writeDocuments(all: readonly BenchResults[], rows: readonly Row[]): void {
  const newest = all.at(-1);
  if (!newest) throw new Error('there are no full results to write: run npm run bench first');
  const reports = all.map((results) => renderReport(results, rows)).join('\n\n');
  fill(path.join(__dirname, 'README.md'), 'budgets', renderBudgets(all));
  fill(path.join(__dirname, 'README.md'), 'tables', reports);
  fill(path.join(ROOT, 'README.md'), 'bench', renderShort(newest));
}

/** The few lines of the project's README. */
export function renderShort(results: BenchResults): string {
  const lines = HEADLINES.map(({ what, row, figure }) => {
    const rounds = results.rows.find(({ name }) => name === row)?.rounds ?? [];
    const cells = USUAL_RUNNERS.map((runner) => {
      const summary = summarize(rounds, runner, figure);
      return summary ? formatNumber(summary.median) : NOTHING;
    });
    return [what, ...cells];
  });
  const { machine, node, startedAt } = results;
  const table = renderTable(['', ...USUAL_RUNNERS.map((runner) => TITLES[runner])], lines);
  return `${table}\n\nNode ${node}, ${machine.cores} cores (${machine.cpu}), ${startedAt.slice(0, 10)}; medians.`;
}

/** Puts text between a document's marks of that name. */
export function replaceBetweenMarks(document: string, mark: string, text: string): string {
  const [begin, end] = [`<!-- ${mark}: written by npm run bench -- --write -->`, `<!-- end of ${mark} -->`];
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the document has no marks of the name ${mark}`);
  return `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`;
}

function fill(file: string, mark: string, text: string): void {
  writeFileSync(file, replaceBetweenMarks(readFileSync(file, 'utf8'), mark, text));
}
