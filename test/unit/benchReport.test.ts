/** Holds the benchmark's report to what was measured: every number, what is missing, what is over its budget. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { BUDGETS, isWithin, measuredFor, renderBudgets } from '../bench/budgets';
import { renderShort, replaceBetweenMarks } from '../bench/documents';
import { readOptions } from '../bench/options';
import { formatNumber, renderReport } from '../bench/report';
import { type BenchResults, type RowResult, withRow } from '../bench/results';
import type { Round } from '../bench/rounds';
import { ROWS, selectRows } from '../bench/rows/rows';

const ROOT = path.join(__dirname, '../..');
const FIGURES = ROWS.flatMap(({ name, figures }) => figures.map(({ key }) => `${name} ${key}`));

describe("the benchmark's report", () => {
  it('has a line for each figure with medians, ranges and ratios', () => {
    const text = renderReport(results(launch([100, 150], [200, 270], [220, 270])), ROWS);

    assert.match(text, /Node 24\.21\.0/);
    assert.match(text, /A CPU, 2 cores, 8 GiB, Linux; 2026-01-02\./);
    assert.match(
      text,
      /launch until every worker answers \(ms\) +\| 200 \(100 to 220\) +\| 270 \(150 to 270\), x1\.35 +\|/,
    );
  });

  it('leaves out runners and figures that have no numbers', () => {
    const text = renderReport(results(launch([100, 150])), ROWS);

    assert.doesNotMatch(text, /\| PM2 7|throng 5|SIGKILL until|never replaced/);
  });

  it('says what kept a row from being measured', () => {
    const row = { name: 'launch', measuredAt: '', rounds: [], trouble: 'needs /proc, which only Linux has' };

    assert.match(renderReport(results(row), ROWS), /Not measured to its end: needs \/proc/);
  });

  it('writes numbers so that they can be read', () => {
    assert.deepEqual([0, 0.034, 1.234, 12.34, 123.4, 47126.2].map(formatNumber), [
      '0',
      '0.03',
      '1.23',
      '12.3',
      '123',
      '47,126',
    ]);
  });

  it('replaces a row that is measured again', () => {
    const again = withRow(results(launch([100, 150])), launch([100, 110]));

    assert.equal(again.rows.length, 1);
    assert.equal(again.rows[0]?.rounds[0]?.nodeCluster?.launch, 110);
  });
});

describe("the benchmark's budgets", () => {
  it('each name a figure that is measured', () => {
    assert.deepEqual(
      BUDGETS.filter(({ row, figure }) => !FIGURES.includes(`${row} ${figure}`)),
      [],
    );
  });

  it('mark what is over, and what was not measured', () => {
    const table = renderBudgets([results(launch([100, 130]))]).split('\n');

    assert.match(table.find((line) => /launch until/.test(line)) ?? '', /at most x1\.15 +\| \*\*x1\.30, over\*\*/);
    assert.match(table.find((line) => /rolling reload/.test(line)) ?? '', /\| - +\|$/);
  });

  it('hold the figure, its ratio or what it adds', () => {
    const memory = {
      name: 'memory',
      measuredAt: '',
      rounds: [{ minimal: { primary: 8 }, nodeCluster: { primary: 11 } }],
    };
    const budget = BUDGETS.find(({ row, figure }) => row === 'memory' && figure === 'primary');

    assert.ok(budget);
    assert.equal(measuredFor(budget, results(memory)), 3);
    assert.deepEqual([isWithin(budget, 3), isWithin(budget, 4.1)], [true, false]);
  });
});

describe("the benchmark's documents", () => {
  it('have the marks for its tables', () => {
    for (const [file, marks] of Object.entries({
      'README.md': ['bench'],
      'test/bench/README.md': ['budgets', 'tables'],
    })) {
      const text = readFileSync(path.join(ROOT, file), 'utf8');
      for (const mark of marks) assert.match(replaceBetweenMarks(text, mark, 'NEW'), /\n\nNEW\n\n/);
    }
  });

  it('keep what is written by hand', () => {
    const text = 'a\n<!-- x: written by npm run bench -- --write -->\nold\n<!-- end of x -->\nb\n';

    const once = replaceBetweenMarks(text, 'x', 'new');

    assert.match(once, /^a\n[^\n]+\n\nnew\n\n[^\n]+\nb\n$/);
    assert.equal(replaceBetweenMarks(once, 'x', 'new'), once);
    assert.throws(() => replaceBetweenMarks(text, 'y', 'new'), /no marks/);
  });

  it('have a short form with every runner', () => {
    const text = renderShort(results(launch([100, 150])));

    assert.match(text, /\| minimal primary \| Node Cluster \| PM2 7 \| throng 5 \|/);
    assert.match(text, /launch until all of 4 workers answer \(ms\) +\| 100 +\| 150 +\| - +\| - +\|/);
  });
});

describe("the benchmark's options", () => {
  it('choose rows by name or by group', () => {
    assert.deepEqual(
      selectRows(['watch', 'kill']).map(({ name }) => name),
      ['kill', 'watch-4', 'watch-16', 'watch-64'],
    );
    assert.throws(() => selectRows(['wash']), /no row is named wash; there are requests-hello/);
  });

  it('are full by default and on the given Node', () => {
    const { effort, node, rows, resume } = readOptions(['--rows', 'launch,kill', '--resume'], '/usr/bin/node');

    assert.deepEqual(
      { effort, node, rows, resume },
      { effort: 'full', node: '/usr/bin/node', rows: ['launch', 'kill'], resume: true },
    );
  });

  it('refuse what they do not know, and say what there is', () => {
    assert.throws(() => readOptions(['--fast'], 'node'), /--quick/);
    assert.throws(() => readOptions(['--runners', 'forever'], 'node'), /no runner is named forever/);
  });
});

function results(...rows: readonly RowResult[]): BenchResults {
  const machine = { cpu: 'A CPU', cores: 2, gibibytes: 8, system: 'Linux' };
  return { node: '24.21.0', effort: 'full', startedAt: '2026-01-02T03:04:05.000Z', machine, rows };
}

/** Rounds of the launch row, each with what the minimal primary and Node Cluster took. */
function launch(...times: readonly (readonly [number, number])[]): RowResult {
  const rounds = times.map(
    ([minimal, nodeCluster]): Round => ({ minimal: { launch: minimal }, nodeCluster: { launch: nodeCluster } }),
  );
  return { name: 'launch', measuredAt: '', rounds };
}
