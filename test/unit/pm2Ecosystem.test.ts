/** Verifies the ecosystem file that a run becomes, by loading it as PM2 does; test/process/pm2Export.test.ts has the real one. */
import assert from 'node:assert/strict';
import vm from 'node:vm';
import { saysReady } from '../../src/core/exports/exportedRun';
import { pm2Ecosystem } from '../../src/core/exports/pm2Ecosystem';
import { untranslated as t } from '../../src/core/translate';
import { exportedRun } from '../support/exportedRun';

const SECRET = 'hunter2';

/** The one app of the file, in a process that has these variables. */
function load(text: string, env: Record<string, string> = {}): Record<string, unknown> {
  const module = { exports: { apps: [] as Record<string, unknown>[] } };
  vm.runInNewContext(text, { module, __dirname: '/app', process: { env } });
  const [app, ...others] = module.exports.apps;
  assert.deepEqual(others, []);
  // Another realm made it: copied, it can be compared.
  return JSON.parse(JSON.stringify(app));
}

describe('the ecosystem file of a run', () => {
  it('has the workers, the file, and the time to finish requests', () => {
    assert.deepEqual(load(pm2Ecosystem(t, exportedRun())), {
      name: 'shop',
      script: './server.js',
      cwd: '/app',
      interpreter: 'node',
      exec_mode: 'cluster',
      instances: 4,
      kill_timeout: 10_000,
      exp_backoff_restart_delay: 500,
    });
  });

  it('has arguments, options of Node.js, the memory limit and readiness where the run has them', () => {
    const given = {
      args: ['--port', 'it\'s "8080"'],
      runtimeArgs: ['--import', 'tsx'],
      memoryLimit: 300.2,
      saysReady: true,
    };

    const app = load(pm2Ecosystem(t, exportedRun(given)));

    assert.deepEqual(app.args, given.args);
    assert.deepEqual(app.node_args, given.runtimeArgs);
    assert.equal(app.max_memory_restart, '301M');
    assert.equal(app.wait_ready, true);
  });

  it('has values only of the variables that were agreed to; the others come from the shell', () => {
    const variables = [{ name: 'NODE_ENV', value: 'production' }, { name: 'TOKEN' }, { name: 'npm-token' }];
    const text = pm2Ecosystem(t, exportedRun({ variables }));

    assert.deepEqual(load(text, { TOKEN: SECRET, 'npm-token': SECRET }).env, {
      NODE_ENV: 'production',
      TOKEN: SECRET,
      'npm-token': SECRET,
    });
    assert.doesNotMatch(text, new RegExp(SECRET));
  });

  it('runs an app that forks by itself once', () => {
    const text = pm2Ecosystem(t, exportedRun({ mode: 'observe' }));

    assert.equal(load(text).exec_mode, 'fork');
    assert.equal(load(text).instances, 1);
    assert.match(text, /forks its own workers/);
  });

  it('says what is different, in comments that nothing in the run can end', () => {
    const text = pm2Ecosystem(t, exportedRun({ entry: '/app/a\n*/ throw 1 //.js', memoryLimit: 300 }));

    assert.match(text, /^\/\/ - pm2 reload sends SIGINT/m);
    assert.match(text, /^\/\/ - Memory is looked at every 30 seconds only\.$/m);
    assert.equal(load(text).name, 'shop');
  });

  it('warns of ts-node for a TypeScript file, and only there', () => {
    assert.match(pm2Ecosystem(t, exportedRun({ entry: '/app/server.ts' })), /^\/\/ - .*ts-node/m);
    assert.doesNotMatch(pm2Ecosystem(t, exportedRun()), /ts-node/);
  });

  it('names a file outside of its folder by its whole path', () => {
    assert.equal(load(pm2Ecosystem(t, exportedRun({ entry: '/other/server.js' }))).script, '/other/server.js');
    assert.equal(load(pm2Ecosystem(t, exportedRun({ entry: '/application/x.js' }))).script, '/application/x.js');
  });
});

describe('whether an app says that it is ready', () => {
  for (const source of [
    "process.send('ready')",
    'process.send?.("ready")',
    "process.send && process.send('ready')",
    'process.send( `ready` )',
  ]) {
    it(`is seen in ${source}`, () => assert.ok(saysReady(source)));
  }

  for (const source of ['process.send({ ready: true })', "socket.send('ready')", "send('ready')"]) {
    it(`is not seen in ${source}`, () => assert.ok(!saysReady(source)));
  }
});
