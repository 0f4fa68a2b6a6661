import assert from 'node:assert/strict';
import { findCandidates } from '../../src/core/entryCandidates';
import { type PackageManifest, parseManifest } from '../../src/core/packageManifest';

const EMPTY: PackageManifest = { scripts: {} };

function find(files: readonly string[], given: { manifest?: unknown; editorFile?: string } = {}) {
  const { manifest, ...rest } = given;
  const parsed = manifest === undefined ? EMPTY : parseManifest(JSON.stringify(manifest));
  return findCandidates({ ...rest, manifest: parsed, isFile: async (path) => files.includes(path) });
}

describe('the entry of a project', () => {
  it('may be the open file, what package.json names, or both', async () => {
    const manifest = { main: './lib/index.js', scripts: { start: 'node server.js' } };

    const found = await find(['lib/index.js', 'server.js', 'tool.js'], { manifest, editorFile: 'tool.js' });

    assert.deepEqual(found, [
      { kind: 'entry', path: 'tool.js', source: 'editor' },
      { kind: 'entry', path: 'lib/index.js', source: 'main' },
      { kind: 'entry', path: 'server.js', source: 'start' },
    ]);
  });

  it('comes once, however often it is named', async () => {
    const manifest = { main: 'server.js', scripts: { start: 'node ./server' } };

    const found = await find(['server.js'], { manifest, editorFile: 'server.js' });

    assert.deepEqual(found, [{ kind: 'entry', path: 'server.js', source: 'editor' }]);
  });

  it('is the start script itself where that is more than a file', async () => {
    const found = await find([], { manifest: { scripts: { start: 'next start' } } });

    assert.deepEqual(found, [{ kind: 'script', script: 'start' }]);
  });

  it('has a usual name where nothing names it, JavaScript and the root first', async () => {
    assert.deepEqual(await find(['src/server.ts', 'app.js', 'dist/main.js']), [
      { kind: 'entry', path: 'app.js', source: 'name' },
    ]);
    assert.deepEqual(await find(['src/index.ts']), [{ kind: 'entry', path: 'src/index.ts', source: 'name' }]);
  });

  for (const editorFile of ['a.test.js', 'vite.config.ts', 'types.d.ts', 'README.md']) {
    it(`is not ${editorFile}, though it is open`, async () => {
      assert.deepEqual(await find([editorFile], { editorFile }), []);
    });
  }

  it('is not a main that is missing', async () => {
    assert.deepEqual(await find([], { manifest: { main: 'gone.js' } }), []);
  });
});
