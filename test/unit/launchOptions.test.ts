import assert from 'node:assert/strict';
import { readLaunchOptions, targetKey } from '../../src/core/launchOptions';
import { untranslated as t } from '../../src/core/translate';

describe('the options of a run', () => {
  it('are taken over, and what else a task holds is left out', () => {
    const given = { type: 'node-cluster', entry: 'server.js', workers: 2, problemMatcher: [] };

    assert.deepEqual(readLaunchOptions(t, given), { entry: 'server.js', workers: 2 });
  });

  for (const workers of [0, -1, 'many']) {
    it(`refuse workers: ${workers}`, () => {
      assert.throws(() => readLaunchOptions(t, { entry: 'a.js', workers }), {
        code: 'badWorkers',
        message: /"workers"/,
      });
    });
  }

  for (const wrong of [{ args: 'x' }, { env: { A: 1 } }, { mode: 'x' }, { cwd: '' }, { entry: 1 }]) {
    it(`refuse ${JSON.stringify(wrong)} by name`, () => {
      const name = Object.keys(wrong)[0];
      assert.throws(() => readLaunchOptions(t, { entry: 'a.js', ...wrong }), {
        code: 'badTask',
        message: new RegExp(`"${name}"`),
      });
    });
  }

  it('must say what to run', () => {
    assert.throws(() => readLaunchOptions(t, {}), { code: 'badTask' });
  });
});

describe('the name under which a choice is remembered', () => {
  it('tells the scripts of two packages apart', () => {
    assert.notEqual(targetKey({ script: 'start', cwd: '/a' }), targetKey({ script: 'start', cwd: '/b' }));
    assert.equal(targetKey({ entry: '/a/server.js', cwd: '/a' }), '/a/server.js');
  });
});
