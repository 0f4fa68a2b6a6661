/** Verifies, on the disk, which paths count as the same. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createCanonicalPath } from '../../src/host/canonicalPath';
import { useTempFolder } from '../support/tempFolder';

describe('the canonical path', () => {
  const folder = useTempFolder();
  let now: number;
  let canonical: (path: string) => string;

  beforeEach(() => {
    now = 0;
    canonical = createCanonicalPath(() => now);
    for (const name of ['one', 'two']) mkdirSync(join(folder(), name));
    link('one');
  });

  /** A junction on Windows, which needs no rights. */
  const link = (name: string): void => symlinkSync(join(folder(), name), join(folder(), 'link'), 'junction');

  it('follows links', () => {
    assert.equal(canonical(join(folder(), 'link')), canonical(join(folder(), 'one')));
    assert.notEqual(canonical(join(folder(), 'link')), canonical(join(folder(), 'two')));
  });

  it('is the given one where nothing is', () => {
    assert.equal(canonical('/no/such/folder'), '/no/such/folder');
  });

  it('has the drive of Windows in upper case', () => {
    assert.equal(canonical('c:\\no\\such\\folder'), 'C:\\no\\such\\folder');
  });

  it('follows a link to where it leads now, a moment later', () => {
    canonical(join(folder(), 'link'));
    rmSync(join(folder(), 'link'));
    link('two');

    now += 60_000;

    assert.equal(canonical(join(folder(), 'link')), canonical(join(folder(), 'two')));
  });
});
