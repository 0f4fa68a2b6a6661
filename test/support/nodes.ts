/**
 * The Nodes that the preload is held to, oldest supported to newest, as binaries of the npm registry's
 * `node-<platform>-<arch>` packages. Each is installed once into `.vscode-test/nodes/` and reused from there.
 */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { ensurePackages } from './npmInstall';

/** The versions of the matrix. The preload was tried on exactly these, see CONTRIBUTING.md before changing one. */
export const NODES = ['18.20.8', '20.20.2', '22.23.3', '24.21.0', '26.10.0'] as const;

/** The path of a Node's binary, installed where it is missing; throws `Unavailable` where there is none for this platform. */
export async function ensureNode(version: string): Promise<string> {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const folder = await ensurePackages(path.join('nodes', version), { [name]: version });
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  // Workers are forked from the binary itself, so what is compared with them must be started from it too.
  return realpathSync(path.join(folder, 'node_modules', name, 'bin', binary));
}
