/** Verifies what is published: the package holds only what it should, and everything stays within its size budget. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { BUNDLES } from '../../src/bundles';
import { ROOT } from '../support/vscode/layout';
import { packageExtension } from '../support/vscode/packageExtension';

const KILOBYTE = 1000;
const PACKAGE_BUDGET = 600;
/** What one process of the user loads of ours at most. */
const PROCESS_BUDGET = 60;

/** The bundles that are loaded as a role is taken; the others come when something has to be done that few runs do. */
const ROLES = {
  'a primary': ['preload.cjs', 'primary.cjs'],
  'a worker': ['probe.cjs'],
  'a worker with sticky sessions': ['probe.cjs', 'sticky.cjs'],
};

const ALLOWED = [
  /^package(\.nls(\.[\w-]+)?)?\.json$/,
  /^(README|CHANGELOG)\.md$/,
  /^LICENSE$/,
  /^media\/([\w-]+\.svg|icon\.png)$/,
  /^media\/docs\/[\w-]+\.md$/,
  /^media\/(icons|sample|snippets|walkthrough|l10n)\//,
];

describe('the published package', function () {
  this.timeout(60_000);

  it('holds every bundle, and besides them only what it should', async () => {
    const files = await listFiles();

    const others = files.filter((file) => !file.startsWith('dist/'));
    const bundles = files.filter((file) => file.startsWith('dist/'));

    assert.deepEqual(
      bundles.sort(),
      Object.keys(BUNDLES)
        .map((name) => `dist/${name}`)
        .sort(),
    );
    assert.deepEqual(
      others.filter((file) => !ALLOWED.some((pattern) => pattern.test(file))),
      [],
    );
  });

  it(`is at most ${PACKAGE_BUDGET} kB`, async () => {
    assertWithin(await sizeOf(await packageExtension()), PACKAGE_BUDGET);
  });

  for (const [name, { budget }] of Object.entries(BUNDLES)) {
    it(`keeps ${name} within ${budget} kB`, async () => {
      assertWithin(await sizeOfBundles(name), budget);
    });
  }

  for (const [role, names] of Object.entries(ROLES)) {
    it(`has ${role} load ${PROCESS_BUDGET} kB at most`, async () => {
      assertWithin(await sizeOfBundles(...names), PROCESS_BUDGET);
    });
  }
});

async function listFiles(): Promise<string[]> {
  const vsce = path.join(ROOT, 'node_modules', '@vscode', 'vsce', 'vsce');
  const { stdout } = await promisify(execFile)(process.execPath, [vsce, 'ls', '--no-dependencies'], { cwd: ROOT });
  return stdout.trim().split(/\r?\n/);
}

async function sizeOfBundles(...names: readonly string[]): Promise<number> {
  const sizes = await Promise.all(names.map((name) => sizeOf(path.join(ROOT, 'dist', name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file)).size;
}

function assertWithin(bytes: number, budget: number): void {
  assert.ok(bytes <= budget * KILOBYTE, `${(bytes / KILOBYTE).toFixed(1)} kB is over ${budget} kB`);
}
