import assert from 'node:assert/strict';
import { requireOption, withoutPreload, withPreload } from '../../src/shared/nodeOptions';

const PATHS = [
  '/plain/preload.cjs',
  '/with space/preload.cjs',
  '/a "quote"/preload.cjs',
  'C:\\Users\\a b\\preload.cjs',
  '/🧭/préload.cjs',
];

describe('NODE_OPTIONS', () => {
  for (const path of PATHS) {
    it(`takes ${path} in and gives it back to the letter`, () => {
      for (const before of [undefined, '--max-old-space-size=512', '--require "/other one.js" --trace-warnings']) {
        assert.equal(
          withoutPreload(withPreload(before, path), (found) => found === path),
          before,
        );
      }
    });
  }

  it('keeps what stands around the preload', () => {
    const options = `--a ${requireOption('/p.cjs')} --require=/q.cjs -r "/r s.cjs"`;

    assert.equal(
      withoutPreload(options, (path) => path === '/p.cjs'),
      '--a --require=/q.cjs -r "/r s.cjs"',
    );
  });

  for (const form of ['--require=/p.cjs', '-r /p.cjs', '--require="/p.cjs"', '--require /p.cjs']) {
    it(`finds the preload written as ${form}`, () => {
      assert.equal(
        withoutPreload(`${form} --b`, (path) => path === '/p.cjs'),
        '--b',
      );
      assert.equal(
        withoutPreload(form, (path) => path === '/p.cjs'),
        undefined,
      );
    });
  }

  it('takes an empty value for none', () => {
    assert.equal(withPreload('  ', '/p.cjs'), '--require "/p.cjs"');
  });
});
