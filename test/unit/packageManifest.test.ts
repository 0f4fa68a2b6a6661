import assert from 'node:assert/strict';
import {
  entryInScript,
  entryOfScript,
  hasStepsBefore,
  installCommand,
  overridesNodeOptions,
  packageManagerOf,
  packagesOf,
  parseManifest,
  scriptsToOffer,
} from '../../src/core/packageManifest';

const withScripts = (scripts: Record<string, string>) => parseManifest(JSON.stringify({ scripts }));

describe('a package.json', () => {
  for (const text of [undefined, '', '{', '[]', 'null', '{"main":1,"scripts":[],"packageManager":{}}']) {
    it(`counts as empty when it is ${text}`, () => assert.deepEqual(parseManifest(text), { scripts: {} }));
  }

  it('keeps the scripts that are texts', () => {
    assert.deepEqual(parseManifest('\uFEFF{"scripts":{"a":"x","b":1}}').scripts, { a: 'x' });
  });

  it('names packages in all of its lists', () => {
    const text = '{"dependencies":{"a":"1"},"devDependencies":{"b":"1"},"peerDependencies":{"c":"1"}}';

    assert.deepEqual([...packagesOf(text)], ['a', 'b', 'c']);
    for (const broken of ['', '{', '[]', '{"dependencies":1}']) assert.equal(packagesOf(broken).size, 0);
  });

  it('offers what usually starts an app first, and hooks not at all', () => {
    const manifest = withScripts({ test: 'x', prestart: 'x', dev: 'x', start: 'x', postmortem: 'x' });

    assert.deepEqual(scriptsToOffer(manifest), ['start', 'dev', 'test', 'postmortem']);
  });
});

describe('a script', () => {
  const plain: [string, string | undefined][] = [
    ['node server.js', 'server.js'],
    ['node ./bin/www', './bin/www'],
    ['node "my app.js"', 'my app.js'],
    ['tsx src/main.ts', 'src/main.ts'],
    ['node --inspect server.js', undefined],
    ['NODE_ENV=production node server.js', undefined],
    ['node server.js && echo done', undefined],
    ['next start', undefined],
  ];
  for (const [text, entry] of plain) {
    it(`${text} is ${entry ? `nothing but ${entry}` : 'more than a file'}`, () =>
      assert.equal(entryOfScript(text), entry));
  }

  const longer: [string, string | undefined][] = [
    ['NODE_OPTIONS=--enable-source-maps node server.js', 'server.js'],
    ['node build.js && node --inspect dist/server.js --port 1', 'dist/server.js'],
    ['cross-env A=1 tsx src/main.ts', 'src/main.ts'],
    ['next start', undefined],
  ];
  for (const [text, entry] of longer) {
    it(`${text} ends in ${entry}`, () => assert.equal(entryInScript(text), entry));
  }

  it('that sets NODE_OPTIONS is noticed', () => {
    assert.equal(overridesNodeOptions('NODE_OPTIONS="--x" node a.js'), true);
    assert.equal(overridesNodeOptions('MY_NODE_OPTIONS=1 node a.js'), false);
  });

  it('that does other work first is noticed', () => {
    assert.equal(hasStepsBefore('start', withScripts({ start: 'npm run build && node a.js' })), true);
    assert.equal(hasStepsBefore('start', withScripts({ prestart: 'tsc', start: 'node a.js' })), true);
    assert.equal(hasStepsBefore('start', withScripts({ start: 'node a.js' })), false);
  });
});

describe('the package manager', () => {
  it('is the one that the manifest names', () => {
    assert.equal(packageManagerOf({ scripts: {}, packageManager: 'yarn@4.1.0' }, ['pnpm-lock.yaml']), 'yarn');
  });

  it('is else the one whose lockfile is there, else npm', () => {
    assert.equal(packageManagerOf({ scripts: {} }, ['pnpm-lock.yaml']), 'pnpm');
    assert.equal(packageManagerOf({ scripts: {}, packageManager: 'bun@1' }, []), 'npm');
  });

  it('adds packages by a command of its own', () => {
    assert.equal(installCommand('npm', ['a', '@b/c']), 'npm install a @b/c');
    assert.equal(installCommand('pnpm', ['a']), 'pnpm add a');
  });
});
