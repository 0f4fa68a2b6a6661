import assert from 'node:assert/strict';
import { compareVersions, isTooOld, loaderOption, runsTypeScript } from '../../src/core/nodeVersion';
import { findPin, orderVersions, parsePin } from '../../src/host/nodeVersionPin';

describe('a version of Node.js', () => {
  it('is compared by its numbers', () => {
    const versions = ['22.4.0', 'v9.0.0', '22.18.0', '18.0.0'];

    assert.deepEqual(versions.sort(compareVersions), ['v9.0.0', '18.0.0', '22.4.0', '22.18.0']);
  });

  it('is too old below 18', () => {
    assert.deepEqual(['16.20.2', '17.9.1', '18.0.0', '26.0.0'].filter(isTooOld), ['16.20.2', '17.9.1']);
  });

  it('runs TypeScript by itself from 22.18 and 23.6 on', () => {
    const versions = ['20.19.0', '22.17.1', '22.18.0', '23.5.0', '23.6.0', '24.0.0', '26.1.0'];

    assert.deepEqual(versions.filter(runsTypeScript), ['22.18.0', '23.6.0', '24.0.0', '26.1.0']);
  });

  it('takes a loader by the option that it has', () => {
    assert.deepEqual(['18.18.0', '18.19.0', '20.5.0', '20.6.0', '21.0.0'].map(loaderOption), [
      '--loader',
      '--import',
      '--loader',
      '--import',
      '--import',
    ]);
  });
});

describe('the version that a project pins', () => {
  it('is read as digits', () => {
    assert.deepEqual(['v20.11.1\n', '20', '22.4 # why', 'lts/iron', ''].map(parsePin), [
      '20.11.1',
      '20',
      '22.4',
      undefined,
      undefined,
    ]);
  });

  it('is the nearest one above the app', async () => {
    const files: Record<string, string> = { '/a/.node-version': '18', '/a/b/.nvmrc': '20' };

    assert.equal(await findPin('/a/b/c', async (path) => files[path]), '20');
    assert.equal(await findPin('/a/x', async (path) => files[path]), '18');
    assert.equal(await findPin('/z', async (path) => files[path]), undefined);
  });

  it('comes first among the installed ones, then the newest', () => {
    const installed = ['v18.20.0', 'v20.1.0', 'v20.11.1', 'v22.4.0', 'system', '.cache'];

    assert.deepEqual(orderVersions(installed, '20'), ['v20.11.1', 'v20.1.0', 'v22.4.0', 'v18.20.0']);
    assert.equal(orderVersions(installed, undefined)[0], 'v22.4.0');
    assert.equal(orderVersions(['v2.0.0', 'v20.0.0'], '2')[0], 'v2.0.0');
  });
});
