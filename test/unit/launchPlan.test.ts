import assert from 'node:assert/strict';
import { type LaunchRequest, planLaunch } from '../../src/core/launchPlan';
import { untranslated as t } from '../../src/core/translate';
import { DEFAULT_PARAMETERS } from '../../src/shared/launchParameters';
import { interpretedLine } from '../support/interpretedLine';

const NODE = { path: '/opt/node/bin/node', version: '22.18.0' };
const OLD_NODE = { path: '/opt/node/bin/node', version: '20.19.0' };
const LAYERS = { inherited: {}, terminal: {}, file: {}, own: {} };

function request(given: Partial<LaunchRequest> = {}): LaunchRequest {
  return {
    target: { kind: 'entry', entry: '/app/server.js' },
    parameters: { ...DEFAULT_PARAMETERS, workers: 4 },
    node: NODE,
    preload: '/ext/dist/preload.cjs',
    cwd: '/app',
    args: [],
    runtimeArgs: [],
    environment: LAYERS,
    platform: 'linux',
    searchPath: '/usr/bin',
    ...given,
  };
}

const script = { kind: 'script', script: 'start', folder: '/app' } as const;

describe('the plan of a launch', () => {
  it('runs an entry by the Node.js that was found', () => {
    const plan = planLaunch(t, request({ args: ['--port', '1'], runtimeArgs: ['--max-old-space-size=99'] }));

    assert.equal(plan.command, NODE.path);
    assert.deepEqual(plan.args, ['--max-old-space-size=99', '/app/server.js', '--port', '1']);
    assert.equal(plan.cwd, '/app');
    assert.equal(plan.title, 'server.js');
  });

  it('names the entry and the number of workers in the run’s parameters', () => {
    const { env } = planLaunch(t, request());

    const parameters = JSON.parse(env.NODE_CLUSTER ?? '');
    assert.equal(parameters.entry, '/app/server.js');
    assert.equal(parameters.workers, 4);
    assert.equal(parameters.root, undefined);
  });

  it('loads the preload after the options that the user has', () => {
    const environment = { ...LAYERS, inherited: { NODE_OPTIONS: '--enable-source-maps' } };

    const { env } = planLaunch(t, request({ environment }));

    assert.equal(env.NODE_OPTIONS, '--enable-source-maps --require "/ext/dist/preload.cjs"');
  });

  it('quotes a preload whose path has spaces, quotes and backslashes', () => {
    const { env } = planLaunch(t, request({ preload: 'C:\\Pro "x" é\\preload.cjs' }));

    assert.equal(env.NODE_OPTIONS, '--require "C:\\\\Pro \\"x\\" é\\\\preload.cjs"');
  });

  it('hands on the variables of the env file, and those of the settings over them', () => {
    const environment = { ...LAYERS, file: { A: 'file', B: 'file' }, own: { A: 'own' } };

    const { env, parameters } = planLaunch(t, request({ environment }));

    assert.deepEqual([env.A, env.B], ['own', 'file']);
    assert.equal('unset' in parameters, false);
  });

  it('hides a variable that is set to null, and names it for the run to take it away', () => {
    const environment = { ...LAYERS, file: { A: 'file' }, own: { A: null, B: '' } };

    const { env, parameters } = planLaunch(t, request({ environment }));

    assert.deepEqual([env.A, env.B, parameters.unset], ['', '', ['A']]);
    assert.deepEqual(JSON.parse(env.NODE_CLUSTER ?? '').unset, ['A']);
  });

  it('runs TypeScript as it is where Node.js can', () => {
    const plan = planLaunch(t, request({ target: { kind: 'entry', entry: '/app/a.ts' } }));

    assert.deepEqual(plan.args, ['/app/a.ts']);
  });

  it('gives an older Node.js the loader of the project', () => {
    const loader = 'file:///app/node_modules/tsx/dist/loader.mjs';

    const plan = planLaunch(t, request({ target: { kind: 'entry', entry: '/app/a.ts' }, node: OLD_NODE, loader }));

    assert.deepEqual(plan.args, ['--import', loader, '/app/a.ts']);
  });

  it('leaves TypeScript to a loader that the user names', () => {
    const runtimeArgs = ['--import', 'mine'];

    const plan = planLaunch(t, request({ target: { kind: 'entry', entry: '/app/a.ts' }, node: OLD_NODE, runtimeArgs }));

    assert.deepEqual(plan.args, ['--import', 'mine', '/app/a.ts']);
  });

  it('says what to install where TypeScript has no loader', () => {
    const plan = () => planLaunch(t, request({ target: { kind: 'entry', entry: '/app/a.ts' }, node: OLD_NODE }));

    assert.throws(plan, { code: 'noTypeScriptLoader', hint: /npm install --save-dev tsx/ });
  });

  it('runs a script by its package manager and names the package’s folder only', () => {
    const plan = planLaunch(t, request({ target: script, manager: { name: 'pnpm', program: '/bin/pnpm' } }));

    assert.deepEqual([plan.command, ...plan.args], ['/bin/pnpm', 'run', 'start']);
    assert.equal(plan.parameters.root, '/app');
    assert.equal(plan.parameters.entry, undefined);
  });

  it('passes arguments through npm and puts the found Node.js first on the search path', () => {
    const plan = planLaunch(t, request({ target: script, args: ['-x'] }));

    assert.deepEqual([plan.command, ...plan.args], ['npm', 'run', 'start', '--', '-x']);
    assert.equal(plan.env.PATH, '/opt/node/bin:/usr/bin');
  });

  it('leaves the search path as it is where the Node.js was found on it, unless the user named it', () => {
    const searchPath = '/home/me/bin:/opt/node/bin:/usr/bin';

    const found = planLaunch(t, request({ target: script, searchPath }));
    const named = planLaunch(t, request({ target: script, searchPath, isNodeNamed: true }));

    assert.equal(found.env.PATH, searchPath);
    assert.equal(named.env.PATH, `/opt/node/bin:${searchPath}`);
  });

  it('runs a script by the command interpreter on Windows', () => {
    const node = { path: 'C:\\Program Files\\nodejs\\node.exe', version: '22.18.0' };
    const manager = { name: 'npm', program: 'C:\\Program Files\\nodejs\\npm.cmd' } as const;
    const args = ['a b'];

    const plan = planLaunch(
      t,
      request({ target: script, platform: 'win32', node, manager, args, searchPath: 'C:\\bin' }),
    );

    assert.equal(interpretedLine(plan), 'call "C:\\Program Files\\nodejs\\npm.cmd" run start -- "a b"');
    assert.equal(plan.env.Path, 'C:\\Program Files\\nodejs;C:\\bin');
  });
});
