/**
 * Installs packages of the npm registry for the tests' own use: into a folder of `.vscode-test/`, once per set of pinned
 * versions, never into the checkout's own `node_modules`. No install script runs, and a half-finished installation is
 * never used, since its mark is written last.
 */
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isNetworkTrouble, runNpm } from './process.mjs';
import { withLock } from './vscode/installLock';
import { TOOLS } from './vscode/layout';
import { Unavailable } from './vscode/unavailable';

const QUIET = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
const ATTEMPTS = 3;

/** Versions by package name. */
export type Packages = Readonly<Record<string, string>>;

/** Answers with a folder of that name whose `node_modules` has the packages; `Unavailable` where they cannot be had. */
export async function ensurePackages(name: string, packages: Packages): Promise<string> {
  const folder = path.join(TOOLS, name);
  const mark = path.join(folder, 'installed');
  if (existsSync(mark)) return folder;
  await withLock(path.join(TOOLS, `${path.basename(name)}.lock`), async () => {
    if (existsSync(mark)) return;
    console.log(`Installing ${Object.entries(packages).map((pair) => pair.join(' '))}, once`);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: packages }));
    await npmInstall(folder);
    await writeFile(mark, new Date().toISOString());
  });
  return folder;
}

/** A registry now and then drops a connection, so an installation is tried more than once. */
export async function npmInstall(cwd: string, more: readonly string[] = []): Promise<void> {
  const env = withoutNpmVariables(process.env);
  const place = path.relative(TOOLS, cwd);
  let said = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const result = await runNpm(['install', ...QUIET, ...more], { cwd, env });
    if (result.code === 0) return;
    said = result.said;
    if (/ETARGET|E404/.test(said)) throw new Unavailable(`the npm registry does not have what ${place} needs`);
    console.log(`npm install in ${place} failed (attempt ${attempt} of ${ATTEMPTS})`);
  }
  if (isNetworkTrouble(said)) throw new Unavailable('the npm registry cannot be reached');
  throw new Error(`npm install in ${place} failed:\n${said}`);
}

/** What an outer `npm test` tells its children about the project is wrong for an installation elsewhere. */
function withoutNpmVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isForeign = (name: string): boolean =>
    /^npm_(package|lifecycle|config_local_prefix)/i.test(name) || name === 'INIT_CWD';
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isForeign(name)));
}
