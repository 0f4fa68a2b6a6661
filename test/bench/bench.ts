/**
 * `npm run bench`: measures Node Cluster beside what a developer would use instead, on this machine, in one run. Prints
 * the tables and keeps them with the raw rounds in `test-results/bench`. README.md beside this file has the options.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { runBench } from './benchRun';
import { Cleanup } from './cleanup';
import { writeDocuments } from './documents';
import { describeMachine, nodeVersionOf } from './machine';
import { type BenchOptions, readOptions } from './options';
import { renderReport } from './report';
import { type BenchResults, loadFullResults, loadResults, OUTPUT, resultsName, saveResults } from './results';
import { ROWS, selectRows } from './rows/rows';

const cleanup = new Cleanup();

/** The exit code of a program that a signal ended, by the shells' convention. */
const STOPPED = { SIGINT: 130, SIGTERM: 143 } as const;
for (const [signal, code] of Object.entries(STOPPED)) {
  process.once(signal, () => {
    console.log(`\n${signal}: cleaning up. --resume goes on from here.`);
    void cleanup.run().then(() => process.exit(code));
  });
}

main().catch(async (error: unknown) => {
  await cleanup.run();
  console.error(error instanceof RangeError ? error.message : error);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.execPath);
  if (options.write) return writeDocuments(loadFullResults(), ROWS);
  const before = resultsBefore(options);
  const isDone = (name: string): boolean => before.rows.some((row) => row.name === name && row.trouble === undefined);
  const rows = selectRows(options.rows).filter(({ name }) => !(options.resume && isDone(name)));
  const begun = Date.now();
  const results = await runBench(before, {
    ...options,
    rows,
    cleanup,
    onProgress: (text) => console.log(`${elapsed(begun)} ${text}`),
    onResults: saveResults,
  });
  await cleanup.run();
  const report = `${renderReport(results, rows)}\n`;
  const file = path.join(OUTPUT, `${resultsName(results)}.md`);
  writeFileSync(file, `${renderReport(results, ROWS)}\n`);
  console.log(`\n${report}\n${elapsed(begun)} done; ${path.relative(process.cwd(), file)} and the .json beside it`);
  if (results.rows.some(({ trouble }) => trouble !== undefined)) process.exitCode = 1;
}

/** What is added to: the last results where some rows only are measured, else none. */
function resultsBefore({ node, effort, rows, resume }: BenchOptions): BenchResults {
  const kind = { node: nodeVersionOf(node), effort };
  const last = resume || rows.length > 0 ? loadResults(kind) : undefined;
  return last ?? { ...kind, startedAt: new Date().toISOString(), machine: describeMachine(), rows: [] };
}

function elapsed(begun: number): string {
  const seconds = Math.round((Date.now() - begun) / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(2)}:${String(seconds % 60).padStart(2, '0')}`;
}
