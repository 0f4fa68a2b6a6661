/**
 * `npm run test:host`: the host suite in VS Code's server build on linux-x64 and in a desktop VS Code elsewhere;
 * `NODE_CLUSTER_VSCODE=server` or `desktop` chooses. Where neither can be had it says why and counts as one skip.
 */
import { appendTotals } from '../totals.mjs';
import { bundleHostSuite } from './hostBundle';
import { runHostSuiteInDesktop } from './hostInDesktop';
import { runHostSuiteInServer } from './hostInServer';
import type { HostSuite } from './hostSuite';
import { ROOT } from './layout';
import { mustRun, Unavailable } from './unavailable';

const TIMEOUT = 10 * 60_000;
const TOTALS = process.env.NODE_CLUSTER_TEST_TOTALS;

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.exitCode = skipOrFail(error);
  },
);

async function main(): Promise<number> {
  const suite = await prepareSuite();
  if (chooseVSCode() === 'server') return runHostSuiteInServer(suite);
  return runHostSuiteInDesktop(suite);
}

async function prepareSuite(): Promise<HostSuite> {
  return {
    developmentPath: ROOT,
    runner: await bundleHostSuite(),
    fixture: 'sample',
    env: { NODE_CLUSTER_CHECKOUT: ROOT, ...(TOTALS ? { NODE_CLUSTER_TEST_TOTALS: TOTALS } : {}) },
    timeout: TIMEOUT,
  };
}

function chooseVSCode(): 'server' | 'desktop' {
  const wanted = process.env.NODE_CLUSTER_VSCODE;
  if (wanted === 'server' || wanted === 'desktop') return wanted;
  return process.platform === 'linux' && process.arch === 'x64' ? 'server' : 'desktop';
}

function skipOrFail(error: unknown): number {
  if (!(error instanceof Unavailable) || mustRun()) {
    console.error(error);
    return 1;
  }
  console.log(`SKIPPED the host suite, no VS Code here: ${error.message}`);
  appendTotals({ passes: 0, failures: 0, pending: 1 });
  return 0;
}
