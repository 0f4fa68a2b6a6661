/**
 * Runs inside the extension host of a real VS Code, which calls `run`. It executes the bundled test files beside it with
 * mocha and prints the report line by line to the console, which the harness outside listens to. The totals go into the
 * file that NODE_CLUSTER_TEST_TOTALS names, as with every other suite.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import type Mocha from 'mocha';
import { appendTotals } from '../support/totals.mjs';

const TEST_TIMEOUT = 30_000;

/** Called by VS Code as the value of `extensionTestsPath`; it ends the test run when this settles. */
export async function run(): Promise<void> {
  const { default: MochaRunner } = await import('mocha');
  MochaRunner.reporters.Base.consoleLog = printLines;
  const mocha = new MochaRunner({ reporter: 'spec', timeout: TEST_TIMEOUT, color: false });
  for (const file of findTests()) loadTest(mocha, file);
  const stats = await runToEnd(mocha);
  appendTotals(stats);
  if (stats.failures > 0) throw new Error(`${stats.failures} tests failed`);
}

function runToEnd(mocha: Mocha): Promise<Mocha.Stats> {
  return new Promise((resolve, reject) => {
    const runner = mocha.run(() => (runner.stats ? resolve(runner.stats) : reject(new Error('mocha kept no stats'))));
  });
}

/** Where much else is logged too, the harness names a mark to know our lines by. */
function printLines(...args: unknown[]): void {
  const mark = process.env.NODE_CLUSTER_TEST_MARK ?? '';
  for (const line of format(...args).split('\n')) console.log(`${mark}${line}`);
}

function findTests(): string[] {
  const only = process.env.NODE_CLUSTER_HOST_TEST ?? '';
  return readdirSync(__dirname)
    .filter((name) => name.endsWith('.test.js') && name.includes(only))
    .sort()
    .map((name) => path.join(__dirname, name));
}

/**
 * Loads a test file by `require`, which knows the module `vscode`, rather than by mocha's own loader, which imports. The
 * event gives it `describe` and `it`.
 */
function loadTest(mocha: Mocha, file: string): void {
  mocha.suite.emit('pre-require', globalThis, file, mocha);
  require(file);
}
