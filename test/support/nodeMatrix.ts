/**
 * `npm run test:matrix`: the process suite on every Node that the preload is held to, and a table of how each did. Give
 * versions or their beginnings to run those alone: `npm run test:matrix -- 18 26`; `--others` leaves out the version that
 * runs this, after `npm run test:process` has had it. What a suite said is kept in `test-results/matrix/`, and its
 * failures are printed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureNode, NODES } from './nodes';
import { appendTotals } from './totals.mjs';
import { RESULTS, ROOT } from './vscode/layout';
import { mustRun, Unavailable } from './vscode/unavailable';

/** Most of a suite is waiting for processes, so two share the cores. */
const LANES = 2;
const SUITE_WITHIN_MS = 15 * 60_000;
const OUTPUT = path.join(RESULTS, 'matrix');
const SUITES = path.join(ROOT, 'test', 'process');

interface Row {
  readonly node: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
}

void main();

async function main(): Promise<void> {
  const nodes = askedNodes(process.argv.slice(2));
  mkdirSync(OUTPUT, { recursive: true });
  const rows = await inLanes(nodes, measure);
  printTable(rows);
  for (const { passed, failed, skipped } of rows) appendTotals({ passes: passed, failures: failed, pending: skipped });
  process.exitCode = rows.length === 0 || rows.some(({ failed }) => failed > 0) ? 1 : 0;
}

function askedNodes(args: readonly string[]): string[] {
  if (args.includes('--others')) return NODES.filter((node) => node !== process.versions.node);
  return NODES.filter((node) => args.length === 0 || args.some((start) => node.startsWith(start)));
}

/** Works through the items in order, so many at a time. */
async function inLanes<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const left = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of left) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return results;
}

async function measure(node: string): Promise<Row> {
  try {
    return await runSuites(node, await ensureNode(node));
  } catch (error) {
    if (!(error instanceof Unavailable) || mustRun()) {
      console.error(`Node ${node}:`, error);
      return { node, passed: 0, failed: 1, skipped: 0, seconds: 0 };
    }
    console.log(`Node ${node} is left out: ${error.message}.`);
    return { node, passed: 0, failed: 0, skipped: 1, seconds: 0 };
  }
}

/**
 * A suite is about the app's Node if it starts apps, which it does through one of these modules, and tests no code of
 * `src/host`: that runs in the extension host, on a Node of VS Code's, and `npm run test:process` is enough for it.
 */
function appSuites(): string[] {
  const isAboutHost = /from '\.\.\/\.\.\/src\/host\//;
  const startsApps = /from '\.\.\/(?:support|chaos)\/(?:clusterRun|exampleApp|chaosRun)'/;
  const files = readdirSync(SUITES).filter((name) => name.endsWith('.test.ts'));
  return files
    .map((name) => path.join(SUITES, name))
    .filter((file) => {
      const text = readFileSync(file, 'utf8');
      return startsApps.test(text) && !isAboutHost.test(text);
    });
}

async function runSuites(node: string, binary: string): Promise<Row> {
  const output = path.join(OUTPUT, `node-${node}.txt`);
  const totals = `${output}.totals`;
  rmSync(totals, { force: true });
  const env = { ...process.env, NODE_CLUSTER_TEST_NODE: binary, NODE_CLUSTER_TEST_TOTALS: totals };
  const mocha = path.join(ROOT, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const args = [mocha, '--import=tsx', ...appSuites()];
  const start = Date.now();
  const child = spawn(process.execPath, args, { cwd: ROOT, env, timeout: SUITE_WITHIN_MS });
  const log = createWriteStream(output);
  for (const stream of [child.stdout, child.stderr]) stream.pipe(log, { end: false });
  const [code] = (await once(child, 'close')) as [number | null];
  log.end();
  await once(log, 'finish');
  const row = { node, ...readTotals(totals, code), seconds: (Date.now() - start) / 1000 };
  report(row, output);
  return row;
}

/** A suite that died before it could count has failed once. */
function readTotals(file: string, code: number | null): Pick<Row, 'passed' | 'failed' | 'skipped'> {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const totals = JSON.parse(readFileSync(file, 'utf8')) as Pick<Row, 'passed' | 'failed' | 'skipped'>;
  rmSync(file);
  return code !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
}

/** One line for a Node that passed; for one that did not, the part of its output that tells why. */
function report({ node, failed, seconds }: Row, output: string): void {
  console.log(`Node ${node}: ${failed === 0 ? 'passed' : 'FAILED'} in ${seconds.toFixed(0)} s`);
  if (failed === 0) return;
  const text = readFileSync(output, 'utf8');
  const failures = text.search(/^\s+\d+ failing/m);
  console.log(failures < 0 ? text.slice(-10_000) : text.slice(failures));
}

function printTable(rows: readonly Row[]): void {
  const line = (...cells: readonly (string | number)[]): string =>
    cells.map((cell, index) => (index === 0 ? String(cell).padEnd(10) : String(cell).padStart(9))).join('');
  console.log(`\n${line('Node', 'passed', 'failed', 'skipped', 'seconds')}`);
  for (const { node, passed, failed, skipped, seconds } of rows)
    console.log(line(node, passed, failed, skipped, seconds.toFixed(1)));
}
