/** Packs the extension the way it is published, once per process, into a folder that goes with the process. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './layout';

const VSCE = path.join(ROOT, 'node_modules', '@vscode', 'vsce', 'vsce');
const PACKAGE = ['package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
let packed: Promise<string> | undefined;

/** Answers with the path of the packed extension, a `.vsix` file. */
export function packageExtension(): Promise<string> {
  packed ??= pack();
  return packed;
}

async function pack(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'nc-vsix-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const vsix = path.join(folder, 'node-cluster.vsix');
  await promisify(execFile)(process.execPath, [VSCE, ...PACKAGE, '--out', vsix], { cwd: ROOT });
  return vsix;
}
