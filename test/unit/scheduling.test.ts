import assert from 'node:assert/strict';
import { chooseScheduling } from '../../src/preload/primary/scheduling';

const LINUX = { platform: 'linux', version: 'v24.0.0', canTryAlone: true } as const;

describe('a listening socket for each worker', () => {
  for (const version of ['v22.12.0', 'v22.23.3', 'v23.1.0', 'v24.0.0', 'v26.10.0']) {
    it(`is there with ${version} on Linux`, () => {
      assert.deepEqual(chooseScheduling('reusePort', { ...LINUX, version }), { scheduling: 'reusePort' });
    });
  }

  for (const version of ['v18.20.8', 'v20.20.2', 'v22.11.0', 'v23.0.0']) {
    it(`is not with ${version}, which is told and falls back`, () => {
      const { scheduling, problem } = chooseScheduling('reusePort', { ...LINUX, version });

      assert.equal(scheduling, 'roundRobin');
      assert.match(problem ?? '', new RegExp(`Node\\.js 22\\.12 or later, and this is ${version}`));
    });
  }

  it('is not on other systems', () => {
    for (const platform of ['darwin', 'win32'] as const) {
      assert.match(chooseScheduling('reusePort', { ...LINUX, platform }).problem ?? '', /needs Linux/);
    }
  });

  it('is not with a Node whose internals have changed', () => {
    const { scheduling, problem } = chooseScheduling('reusePort', { ...LINUX, version: 'v99.0.0', canTryAlone: false });

    assert.equal(scheduling, 'roundRobin');
    assert.match(problem ?? '', /v99\.0\.0 is too new/);
  });

  it('is asked for, never assumed', () => {
    for (const asked of ['roundRobin', 'os'] as const) {
      assert.deepEqual(chooseScheduling(asked, LINUX), { scheduling: asked });
    }
  });
});
