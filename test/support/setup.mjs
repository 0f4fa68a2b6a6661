/**
 * Gets a checkout ready: installs `node_modules` from the lock file when something of it is missing or of another version.
 * Needs nothing but Node and npm, says what it does, and costs a few milliseconds when all is there.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isNetworkTrouble, ROOT, runNpm } from './process.mjs';

const OLDEST_NODE = [20, 19];

/** Installs what is missing; throws an error whose message tells a person what to do. */
export async function setUp() {
  checkNode(process.versions.node);
  const missing = missingPackages();
  if (missing.length === 0) return;

  console.log(`Setting up: ${missing.length} packages to install (${missing.slice(0, 3).join(', ')}, ...) with npm ci`);
  const { code, said } = await install();
  if (code !== 0) throw new Error(explain(said));
  console.log('Setting up: done');
}

function checkNode(/** @type {string} */ version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = OLDEST_NODE;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  throw new Error(`This project needs Node ${OLDEST_NODE.join('.')} or newer; this is Node ${version}.`);
}

/** What the lock file asks for and `node_modules` does not have. npm keeps its own record of what it installed. */
function missingPackages() {
  const wanted = readPackages('package-lock.json');
  const present = readPackages(path.join('node_modules', '.package-lock.json'));
  return Object.entries(wanted)
    .filter(([name, entry]) => name !== '' && !entry.optional && !entry.devOptional && !entry.peer)
    .filter(([name, entry]) => present[name]?.version !== entry.version || !existsSync(path.join(ROOT, name)))
    .map(([name]) => name.replace(/^.*node_modules\//, ''));
}

/** @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }>} */
function readPackages(/** @type {string} */ file) {
  try {
    return JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')).packages ?? {};
  } catch {
    // No such record yet, or one that was cut short: then nothing counts as installed.
    return {};
  }
}

/** A registry now and then drops a connection, so a failure of the network is tried once more. */
async function install() {
  const first = await runNpm(['ci', '--no-audit', '--no-fund']);
  if (first.code === 0 || !isNetworkTrouble(first.said)) return first;
  console.log('Setting up: the network failed, trying once more');
  return runNpm(['ci', '--no-audit', '--no-fund']);
}

function explain(/** @type {string} */ said) {
  if (!isNetworkTrouble(said)) return 'npm ci failed; its own message is above.';
  return 'The npm registry cannot be reached. The first run on a fresh checkout needs it; later runs do not. Check the network or the proxy settings of npm, then run the same command again.';
}

if (process.argv[1] && path.resolve(process.argv[1]) === path.join(ROOT, 'test', 'support', 'setup.mjs')) {
  setUp().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
