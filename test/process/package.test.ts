/** Verifies what is published: the package holds only what it should, and everything stays within its size budget. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../support/vscode/layout';
import { packageExtension } from '../support/vscode/packageExtension';

const KILOBYTE = 1000;
const BUDGETS = {
  'dist/extension.js': 300,
  'dist/webSocket.js': 80,
  'dist/preload.cjs': 8,
  'dist/primary.cjs': 45,
  'dist/killTree.cjs': 5,
  'dist/probe.cjs': 15,
  'dist/terminal.cjs': 8,
  'dist/inspections.cjs': 8,
  'dist/sticky.cjs': 10,
  'dist/modeScan.cjs': 5,
  'dist/load.cjs': 500,
  'dist/check.cjs': 350,
  'dist/dashboard.js': 120,
  'dist/scaling.js': 80,
};
const PACKAGE_BUDGET = 600;

const ALLOWED = [
  /^package(\.nls(\.[\w-]+)?)?\.json$/,
  /^(README|CHANGELOG)\.md$/,
  /^LICENSE$/,
  /^dist\/((extension|webSocket)\.js|(preload|primary|killTree|probe|sticky|inspections|modeScan|terminal|load|check)\.cjs|(dashboard|scaling)\.(js|css))$/,
  /^media\/([\w-]+\.svg|icon\.png)$/,
  /^media\/docs\/[\w-]+\.md$/,
  /^media\/(icons|sample|snippets|walkthrough|l10n)\//,
];

describe('the published package', function () {
  this.timeout(60_000);

  it('holds only what it should', async () => {
    const files = await listFiles();

    const strangers = files.filter((file) => !ALLOWED.some((pattern) => pattern.test(file)));

    assert.deepEqual(strangers, []);
    assert.ok(files.includes('dist/extension.js') && files.includes('dist/preload.cjs'), files.join('\n'));
  });

  it(`is at most ${PACKAGE_BUDGET} kB`, async () => {
    assertWithin(await sizeOf(await packageExtension()), PACKAGE_BUDGET);
  });

  for (const [file, budget] of Object.entries(BUDGETS)) {
    it(`keeps ${file} within ${budget} kB`, async () => {
      assertWithin(await sizeOf(path.join(ROOT, file)), budget);
    });
  }
});

async function listFiles(): Promise<string[]> {
  const vsce = path.join(ROOT, 'node_modules', '@vscode', 'vsce', 'vsce');
  const { stdout } = await promisify(execFile)(process.execPath, [vsce, 'ls', '--no-dependencies'], { cwd: ROOT });
  return stdout.trim().split(/\r?\n/);
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file)).size;
}

function assertWithin(bytes: number, budget: number): void {
  assert.ok(bytes <= budget * KILOBYTE, `${(bytes / KILOBYTE).toFixed(1)} kB is over ${budget} kB`);
}
