/** Verifies how an app of a PM2 file becomes a run here, and what is said to be left out. */
import assert from 'node:assert/strict';
import { ecosystemApps, isEcosystemFile, type MappedApp, mapApp } from '../../src/core/pm2/ecosystem';
import { wordsOf } from '../../src/core/pm2/words';
import { untranslated as t } from '../../src/core/translate';

function map(fields: object, environment?: string): MappedApp {
  const [app] = ecosystemApps([{ script: 'server.js', ...fields }]);
  assert.ok(app);
  return mapApp(t, app, { cores: 8, environment });
}

const optionsOf = (fields: object, environment?: string) => map(fields, environment).options;

describe('a file for PM2', () => {
  for (const name of [
    'ecosystem.config.js',
    'ecosystem.config.cjs',
    'ecosystem.config.mjs',
    'ecosystem.config.json',
    'ecosystem.production.config.js',
    'pm2.config.js',
    'pm2.json',
    'process.json',
    'ecosystem.json',
  ]) {
    it(`is known by its name: ${name}`, () => assert.ok(isEcosystemFile(`/app/${name}`)));
  }

  for (const name of ['package.json', 'vite.config.js', 'ecosystem.js', 'process.js', 'my-pm2.json']) {
    it(`is not ${name}`, () => assert.ok(!isEcosystemFile(`/app/${name}`)));
  }

  it('has its apps by name, or by script', () => {
    const apps = ecosystemApps([{ name: 'api', script: 'a.js' }, { script: 'b.js', env_production: {} }, 7, null]);

    assert.deepEqual(
      apps.map(({ name, environments }) => [name, environments]),
      [
        ['api', []],
        ['b.js', ['production']],
      ],
    );
  });
});

describe('an app of PM2 becomes a run', () => {
  it('of its script in one worker, where it says no more', () => {
    assert.deepEqual(map({}), { options: { entry: 'server.js', cwd: '.', workers: 1 }, leftOut: [] });
  });

  for (const [instances, workers] of [
    [4, 4],
    ['4', 4],
    ['max', 'auto'],
    [0, 'auto'],
    [-1, 7],
    [-20, 1],
    ['many', 1],
    [5000, 1024],
  ] as const) {
    it(`with ${workers} workers for ${JSON.stringify(instances)} instances`, () => {
      assert.equal(optionsOf({ instances, exec_mode: 'cluster' }).workers, workers);
    });
  }

  it('with its folder, its arguments and those of Node.js, written as a list or as one text', () => {
    const {
      entry: _,
      workers: __,
      ...options
    } = optionsOf({ cwd: 'api', args: "--name 'a b'", node_args: ['-r', './x.js'] });

    assert.deepEqual(options, { cwd: 'api', args: ['--name', 'a b'], runtimeArgs: ['-r', './x.js'] });
  });

  it('with its environment as texts, the chosen one over the common one', () => {
    const fields = { port: 3000, env: { A: 1, B: true, GONE: null }, env_production: { A: 2, PORT: 80 } };

    assert.deepEqual(optionsOf(fields).env, { PORT: '3000', A: '1', B: 'true' });
    assert.deepEqual(optionsOf(fields, 'production').env, { PORT: '80', A: '2', B: 'true' });
  });

  for (const [limit, megabytes] of [
    ['300M', 300],
    ['1.5G', 1536],
    ['2048K', 2],
    [104857600, 100],
    ['lots', undefined],
  ] as const) {
    it(`with the memory limit ${limit}`, () => {
      assert.equal(optionsOf({ max_memory_restart: limit }).memoryLimit, megabytes);
    });
  }

  it('with the time from the signal to the end', () => {
    const { stopTimeout, drainTimeout } = optionsOf({ kill_timeout: 1600 });

    assert.deepEqual([stopTimeout, drainTimeout], [1.6, 1.6]);
  });

  it('on the Node.js that it names', () => {
    assert.equal(optionsOf({ interpreter: '/opt/node/bin/node' }).nodePath, '/opt/node/bin/node');
    assert.equal(optionsOf({ interpreter: 'node' }).nodePath, undefined);
  });

  for (const args of ['start', 'run start', ['run', 'start']]) {
    it(`of a script of package.json for npm ${args}`, () => {
      const { script, entry } = optionsOf({ script: 'npm', args });
      assert.deepEqual([script, entry], ['start', undefined]);
    });
  }

  it('hands the arguments of a script on', () => {
    assert.deepEqual(optionsOf({ script: 'npm', args: 'run start -- --port 80' }).args, ['--port', '80']);
  });

  for (const fields of [{ interpreter: 'python3' }, { interpreter: 'none' }, { script: '' }, { script: 'npm' }]) {
    it(`is refused for ${JSON.stringify(fields)}`, () => {
      assert.throws(() => map(fields), { code: 'badEcosystem' });
    });
  }

  it('names the fields that have no counterpart, and only those that are on', () => {
    const fields = { watch: true, cron_restart: '0 0 * * *', ignore_watch: '', autorestart: false, wait_ready: false };

    assert.deepEqual(map(fields).leftOut, ['watch', 'cron_restart', 'autorestart']);
  });
});

describe('words of a command line', () => {
  for (const [line, words] of [
    ['', []],
    ['  a  b ', ['a', 'b']],
    [`--name "a b" 'c d'e`, ['--name', 'a b', 'c de']],
    ['"" x', ['', 'x']],
  ] as const) {
    it(`of ${JSON.stringify(line)} are ${JSON.stringify(words)}`, () => assert.deepEqual(wordsOf(line), words));
  }
});
