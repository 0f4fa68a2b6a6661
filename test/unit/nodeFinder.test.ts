import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { untranslated as t } from '../../src/core/translate';
import { createNodeFinder } from '../../src/host/nodeFinder';

/** Binaries are stood in for by shell scripts that answer as a Node.js of some version would. */
describe('finding Node.js', function () {
  if (process.platform === 'win32') return;
  this.timeout(20_000);
  let home: string;

  beforeEach(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'node-finder-')));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  function install(path: string, version: string): string {
    const file = join(home, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\necho "$0"\necho ${version}\n`);
    chmodSync(file, 0o755);
    return file;
  }

  function find(given: { setting?: string; searchPath?: string; own?: string } = {}) {
    const finder = createNodeFinder({ t, platform: 'test', home, env: {}, own: given.own, now: Date.now });
    return finder({ setting: given.setting ?? '', cwd: home, searchPath: given.searchPath ?? '' });
  }

  it('takes the setting’s, named by file, by folder or by installation', async () => {
    const path = install('mine/bin/node', 'v20.1.0');

    for (const setting of [path, join(home, 'mine/bin'), join(home, 'mine'), 'mine/bin/node']) {
      assert.deepEqual(await find({ setting }), { path, version: '20.1.0' });
    }
  });

  it('says that the setting names none, and opens it', async () => {
    await assert.rejects(find({ setting: join(home, 'gone') }), {
      code: 'nodeNotFound',
      message: /nodeCluster\.nodePath/,
    });
  });

  it('takes the first one on the search path, though a version manager has a newer one', async () => {
    const path = install('b/node', 'v20.1.0');
    install('.nvm/versions/node/v22.0.0/bin/node', 'v22.0.0');

    const found = await find({ searchPath: `${join(home, 'a')}:${dirname(path)}` });

    assert.deepEqual(found, { path, version: '20.1.0' });
  });

  it('takes the version manager’s that the project pins, else its newest', async () => {
    const pinned = install('.nvm/versions/node/v20.1.0/bin/node', 'v20.1.0');
    const newest = install('.nvm/versions/node/v22.0.0/bin/node', 'v22.0.0');

    assert.equal((await find()).path, newest);
    writeFileSync(join(home, '.nvmrc'), 'v20');
    assert.equal((await find()).path, pinned);
  });

  it('looks behind a shim for the binary itself', async () => {
    const path = install('installs/node', 'v20.1.0');
    const shim = join(home, 'shims/node');
    mkdirSync(dirname(shim));
    writeFileSync(shim, `#!/bin/sh\nexec ${path} "$@"\n`);
    chmodSync(shim, 0o755);

    assert.equal((await find({ searchPath: dirname(shim) })).path, path);
  });

  it('keeps the name of a link to a binary of the same name', async () => {
    const path = install('cellar/22.0.0/node', 'v22.0.0');
    const link = join(home, 'bin/node');
    mkdirSync(dirname(link));
    symlinkSync(path, link);
    writeFileSync(path, `#!/bin/sh\necho ${path}\necho v22.0.0\n`);

    assert.equal((await find({ searchPath: dirname(link) })).path, link);
  });

  it('names the version and the path of one that is too old', async () => {
    const path = install('b/node', 'v16.20.2');

    await assert.rejects(find({ searchPath: dirname(path) }), (error: Error & { code?: string }) => {
      return error.code === 'nodeTooOld' && error.message.includes('16.20.2') && error.message.includes(path);
    });
  });

  it('passes over what does not answer like Node.js', async () => {
    const wrong = install('a/node', '');
    const path = install('b/node', 'v20.1.0');

    assert.equal((await find({ searchPath: `${dirname(wrong)}:${dirname(path)}` })).path, path);
  });
});
