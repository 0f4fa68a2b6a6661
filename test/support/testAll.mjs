/**
 * `npm test`: sets up, builds, checks types and lint, runs every suite, and ends with the totals alone on the last line.
 * With `--with-matrix`, as in continuous integration, the process suite also runs on every other Node of the matrix.
 * A suite that dies without a word counts as one failure, so a crash can never look like a pass.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runNpm } from './process.mjs';
import { setUp } from './setup.mjs';

const SUITES = ['unit', 'process', 'host', 'e2e', ...(process.argv.includes('--with-matrix') ? ['matrix'] : [])];
/** What a suite is told; the process suite has had the Node at hand before the matrix comes to it. */
const ARGUMENTS = new Map([['matrix', ['--', '--others']]]);
const NOTHING = { passed: 0, failed: 0, skipped: 0 };
const ONE_FAILURE = { ...NOTHING, failed: 1 };

const results = await runAll().catch((error) => {
  console.error(error.message);
  return [{ name: 'setup', seconds: 0, ...ONE_FAILURE }];
});
printSummary(results);

async function runAll() {
  await setUp();
  const build = await runStep('build', ['run', '--silent', 'build']);
  if (build.failed > 0) return [build];

  const steps = [build, await runStep('check', ['run', '--silent', 'check'])];
  for (const suite of SUITES) steps.push(await runSuite(suite));
  return steps;
}

/** A step that is right or wrong as a whole. */
async function runStep(/** @type {string} */ name, /** @type {string[]} */ args) {
  printHeading(name);
  const { code, seconds } = await timed(() => runNpm(args));
  return { name, seconds, ...(code === 0 ? NOTHING : ONE_FAILURE) };
}

/** A suite, which leaves its totals in a file of its own through `totalsReporter.mjs`. */
async function runSuite(/** @type {string} */ name) {
  printHeading(`test:${name}`);
  const folder = mkdtempSync(path.join(tmpdir(), 'node-cluster-totals-'));
  const file = path.join(folder, 'totals.jsonl');
  const env = { ...process.env, NODE_CLUSTER_TEST_TOTALS: file };
  const { code, seconds } = await timed(() =>
    runNpm(['run', '--silent', `test:${name}`, ...(ARGUMENTS.get(name) ?? [])], { env }),
  );
  const totals = readTotals(file);
  rmSync(folder, { recursive: true });
  return { name, seconds, ...blameSilence(totals, code) };
}

async function timed(/** @type {() => Promise<{ code: number }>} */ work) {
  const start = Date.now();
  const { code } = await work();
  return { code, seconds: (Date.now() - start) / 1000 };
}

function readTotals(/** @type {string} */ file) {
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return add(lines.map((line) => JSON.parse(line)));
}

/** A suite that failed without a failed test, or that left no totals at all, has failed once. */
function blameSilence(/** @type {typeof NOTHING | undefined} */ totals, /** @type {number} */ code) {
  if (!totals) return ONE_FAILURE;
  return code !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
}

function add(/** @type {(typeof NOTHING)[]} */ all) {
  const sum = (/** @type {keyof typeof NOTHING} */ key) => all.reduce((total, one) => total + one[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

function printHeading(/** @type {string} */ text) {
  console.log(`\n=== ${text}`);
}

function printSummary(/** @type {(typeof NOTHING & { name: string, seconds: number })[]} */ steps) {
  printHeading('summary');
  for (const { name, seconds, passed, failed, skipped } of steps) {
    const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`;
    console.log(`${name.padEnd(10)} ${counts.padEnd(36)} ${seconds.toFixed(1).padStart(6)} s`);
  }
  const total = add(steps);
  process.exitCode = total.failed > 0 ? 1 : 0;
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
}
