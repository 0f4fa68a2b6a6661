/**
 * The browser that shows VS Code's server build: the system's Chromium or Chrome where there is one, else the one packed
 * in `@sparticuz/chromium`, unpacked beside the server with the libraries and fonts it brings.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

export interface Chromium {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

const SYSTEM_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = [
  '--no-sandbox',
  '--headless=shell',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the browser. Its owner closes it. */
export function launchChromium({ path: executablePath, env }: Chromium): Promise<Browser> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return chromium.launch({ executablePath, args: FLAGS, env: { ...Object.fromEntries(inherited), ...env } });
}

/** The browser that a person installed. NODE_CLUSTER_CHROMIUM names one that lies elsewhere. */
export function findSystemChromium(): Chromium | undefined {
  const named = process.env.NODE_CLUSTER_CHROMIUM;
  const found = [...(named ? [named] : []), ...SYSTEM_PLACES].find((place) => existsSync(place));
  return found ? { path: found, env: {} } : undefined;
}

/** The unpacked browser under the tools' folder, with the paths of its own libraries and fonts. */
export function packedChromium(folder: string): Chromium {
  const home = unpackedFolder(folder);
  const env: Record<string, string> = { LD_LIBRARY_PATH: path.join(home, 'al2023', 'lib') };
  if (!existsSync('/usr/share/fonts/truetype')) env.FONTCONFIG_PATH = path.join(home, 'fonts');
  return { path: path.join(home, 'chromium'), env };
}

/**
 * Lets the package unpack itself. It unpacks into the folder for temporary files, and its libraries only where it takes
 * the machine for the cloud it was made for; both are told by variables, in a process of its own.
 */
export async function unpackChromium(folder: string): Promise<void> {
  const home = unpackedFolder(folder);
  await mkdir(home, { recursive: true });
  const script = "import('@sparticuz/chromium').then((module) => module.default.executablePath())";
  const env = { ...process.env, TMPDIR: home, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' };
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: folder, env });
}

function unpackedFolder(folder: string): string {
  return path.join(folder, 'chromium');
}
