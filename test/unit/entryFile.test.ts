import assert from 'node:assert/strict';
import { checkEntry, isRunnable } from '../../src/core/entryFile';
import { untranslated as t } from '../../src/core/translate';

describe('an entry', () => {
  for (const path of [
    '/a/server.js',
    '/a/s.cjs',
    '/a/s.mjs',
    '/a/s.ts',
    '/a/s.mts',
    '/a/s.cts',
    '/a/bin/www',
    'C:\\a\\S.JS',
  ]) {
    it(`may be ${path}`, () => checkEntry(t, path, 'file'));
  }

  for (const path of ['/a/readme.md', '/a/types.d.ts', '/a/data.json', '/a/.env', '/a/page.jsx']) {
    it(`may not be ${path}`, () => {
      assert.equal(isRunnable(path), false);
      assert.throws(() => checkEntry(t, path, 'file'), { code: 'entryNotRunnable', hint: /\.js \.cjs/ });
    });
  }

  it('must be there', () => {
    assert.throws(() => checkEntry(t, '/a/gone.js', undefined), { code: 'entryMissing', message: /\/a\/gone\.js/ });
  });

  it('must not be a folder', () => {
    assert.throws(() => checkEntry(t, '/a/src.js', 'folder'), { code: 'entryIsFolder', message: /\/a\/src\.js/ });
  });
});
