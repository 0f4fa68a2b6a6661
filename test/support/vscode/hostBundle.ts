/**
 * Bundles code for the extension host, each entry as a CommonJS module of its own. For the host suite these are the runner
 * and each test file; mocha and `vscode` stay outside, and the reporter stays a file, since it must share mocha with the
 * runner.
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { ROOT, TOOLS } from './layout';

/** Answers with the path of the runner. */
export async function bundleHostSuite(): Promise<string> {
  const folder = await bundleForHost('host-suite', ['test/host/runner.ts', 'test/host/*.test.ts']);
  return path.join(folder, 'runner.js');
}

/** Bundles files of the checkout into a folder of that name, and answers with its path. */
export async function bundleForHost(name: string, entries: readonly string[]): Promise<string> {
  const outdir = path.join(TOOLS, name);
  await rm(outdir, { recursive: true, force: true });
  await build({
    entryPoints: entries.map((entry) => path.join(ROOT, entry)),
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return outdir;
}
