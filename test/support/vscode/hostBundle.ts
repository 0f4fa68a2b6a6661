/**
 * Bundles the host suite for the extension host: the runner and each test file as a CommonJS module of its own. Mocha and
 * `vscode` stay outside; the reporter stays a file, since it must share mocha with the runner.
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { ROOT, TOOLS } from './layout';

/** Answers with the path of the runner. */
export async function bundleHostSuite(): Promise<string> {
  const outdir = path.join(TOOLS, 'host-suite');
  await rm(outdir, { recursive: true, force: true });
  await build({
    entryPoints: [path.join(ROOT, 'test/host/runner.ts'), path.join(ROOT, 'test/host/*.test.ts')],
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return path.join(outdir, 'runner.js');
}
