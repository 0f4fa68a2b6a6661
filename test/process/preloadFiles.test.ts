import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BUNDLES } from '../../src/bundles';
import { placePreload } from '../../src/host/preloadFiles';
import { NODE, PRELOAD, useRuns } from '../support/clusterRun';

const DIST = path.dirname(PRELOAD);

describe('the preload in the storage of the extension', () => {
  const start = useRuns();
  let storage: string;
  beforeEach(() => {
    storage = path.join(mkdtempSync(path.join(tmpdir(), 'nc ')), 'pre load', '1.2.3');
  });
  afterEach(() => rmSync(path.dirname(path.dirname(storage)), { recursive: true }));

  it('runs an app, its roles included', async () => {
    const preload = await placePreload(DIST, storage);
    const run = await start({ app: 'plain.js', command: [NODE, '--require', preload, 'plain.js'] });

    assert.equal((await run.untilListening(2)).length, 2);
    const bundles = Object.entries(BUNDLES).filter(([, { entry }]) => entry.startsWith('preload/'));
    assert.deepEqual(readdirSync(storage).sort(), bundles.map(([name]) => name).sort());
  });

  it('is there for several runs that start together', async () => {
    const placed = await Promise.all(Array.from({ length: 8 }, () => placePreload(DIST, storage)));

    for (const preload of placed) assert.deepEqual(readFileSync(preload), readFileSync(PRELOAD));
    assert.deepEqual(
      readdirSync(storage).filter((name) => name.endsWith('.new')),
      [],
    );
  });

  it('is left alone where it is right and replaced where it is not', async () => {
    const preload = await placePreload(DIST, storage);
    const { ino } = statSync(preload);
    writeFileSync(path.join(storage, 'probe.cjs'), 'half a fi');

    await placePreload(DIST, storage);

    assert.equal(statSync(preload).ino, ino);
    assert.deepEqual(readFileSync(path.join(storage, 'probe.cjs')), readFileSync(path.join(DIST, 'probe.cjs')));
  });
});
