/** Evaluates files for PM2 in a process of their own, good ones and bad ones. */
import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readEcosystem } from '../../src/host/pm2/ecosystemReader';
import { NODE } from '../support/clusterRun';

describe('the reader of files for PM2', () => {
  let folder = '';
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'nc-')));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function read(name: string, text: string, more: { env?: Record<string, string>; patience?: number } = {}) {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return readEcosystem({ file, node: NODE, env: {}, ...more });
  }

  const APPS = [{ name: 'api', script: 'a.js' }];

  for (const [name, text] of Object.entries({
    'ecosystem.config.js': "module.exports = { apps: [{ name: 'api', script: 'a.js' }] };",
    'ecosystem.config.cjs': "module.exports = [{ name: 'api', script: 'a.js' }];",
    'ecosystem.config.mjs': "export default { apps: [{ name: 'api', script: 'a.js' }] };",
    'pm2.config.mjs': "export const apps = [{ name: 'api', script: 'a.js' }];",
    'pm2.json': '{ "apps": [{ "name": "api", "script": "a.js" }] } // done',
    'process.json': '{ "name": "api", /* the one */ "script": "a.js", }',
  })) {
    it(`reads ${name}`, async () => assert.deepEqual(await read(name, text), APPS));
  }

  it('reads a .js file of a package of modules', async () => {
    writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');

    assert.deepEqual(
      await read('ecosystem.config.js', "export default { apps: [{ name: 'api', script: 'a.js' }] };"),
      APPS,
    );
  });

  it('gives it the environment of a terminal, its own folder, and lets it print what it likes', async () => {
    const text = `console.log('[]'); console.error('x');
      module.exports = { apps: [{ script: process.env.APP, cwd: process.cwd(), dir: __dirname }] };`;

    const apps = await read('ecosystem.config.cjs', text, { env: { APP: 'a.js' } });

    assert.deepEqual(apps, [{ script: 'a.js', cwd: folder, dir: folder }]);
  });

  for (const [name, text, problem] of [
    ['one that throws', "throw new Error('no such shop')", /no such shop/],
    ['one with a syntax error', 'module.exports = {', /Unexpected/],
    ['one that needs what is not there', "require('nothing-here')", /nothing-here/],
    ['one that ends the process', 'process.exit(0)', /before it tells its apps/],
    ['one that cannot be written down', 'module.exports = { apps: [{ script: 1n }] }', /BigInt/],
  ] as const) {
    it(`says what is wrong with ${name}`, () => assert.rejects(read('ecosystem.config.cjs', text), problem));
  }

  it('ends one that never comes to an end', async () => {
    await assert.rejects(read('ecosystem.config.cjs', 'for (;;);', { patience: 500 }), /takes too long/);
  });
});
