import assert from 'node:assert/strict';
import { attachConfiguration, isAttachedTo } from '../../src/core/attachConfiguration';
import { nodeConfiguration } from '../../src/core/debugConfiguration';
import type { LaunchPlan } from '../../src/core/launchPlan';
import { DEFAULT_PARAMETERS } from '../../src/shared/launchParameters';

const plan: LaunchPlan = {
  command: '/bin/node',
  args: ['--enable-source-maps', '/app/server.js', '--verbose'],
  cwd: '/app',
  env: { NODE_OPTIONS: '--require "/storage/1/preload.cjs"', NODE_CLUSTER: '{}' },
  parameters: DEFAULT_PARAMETERS,
  title: 'server.js',
};
const given = { type: 'node-cluster', request: 'launch', name: 'Debug', entry: 'server.js', workers: 4 };

describe('a launch configuration of a clustered run', () => {
  it('starts what the plan says, in its folder and environment, by the built-in debugger', () => {
    const { type, request, name, runtimeExecutable, runtimeArgs, cwd, env } = nodeConfiguration(
      { ...given, cwd: 'elsewhere', args: ['--verbose'], env: { A: '1' } },
      plan,
      '/storage/1/preload.cjs',
    );

    assert.deepEqual([type, request, name], ['node', 'launch', 'Debug']);
    assert.deepEqual([runtimeExecutable, ...(runtimeArgs as string[])], [plan.command, ...plan.args]);
    assert.deepEqual([cwd, env], [plan.cwd, plan.env]);
  });

  it('leaves out what is unset, and hands on what is empty or set after all', () => {
    const env = { UNSET: '', EMPTY: '', PATH: '/bin' };
    const parameters = { ...plan.parameters, unset: ['UNSET', 'PATH'] };

    const node = nodeConfiguration(given, { ...plan, env, parameters }, '/storage/1/preload.cjs');

    assert.deepEqual(node.env, { UNSET: null, EMPTY: '', PATH: '/bin' });
  });

  it("keeps what is the debugger's and drops what is the run's", () => {
    const node = nodeConfiguration({ ...given, outFiles: ['out/*.js'], noDebug: true }, plan, '/storage/preload.cjs');

    assert.deepEqual([node.outFiles, node.noDebug], [['out/*.js'], true]);
    assert.ok(!('entry' in node) && !('workers' in node));
  });

  it('ends as any run does, and shows its lines as the terminal would, unless it says otherwise', () => {
    const usual = nodeConfiguration(given, plan, '/storage/preload.cjs');
    const other = nodeConfiguration({ ...given, killBehavior: 'forceful' }, plan, '/storage/preload.cjs');

    assert.deepEqual([usual.killBehavior, usual.outputCapture], ['polite', 'std']);
    assert.equal(other.killBehavior, 'forceful');
  });

  it('passes over the preload when it steps, beside what it passes over anyway', () => {
    const skipped = (given: object, preload: string) =>
      nodeConfiguration({ type: '', name: '', request: '', ...given }, plan, preload).skipFiles;

    assert.deepEqual(skipped({}, '/storage/1/preload.cjs'), ['<node_internals>/**', '/storage/1/**']);
    assert.deepEqual(skipped({ skipFiles: ['lib/**'] }, 'C:\\data\\preload.cjs'), ['lib/**', 'C:/data/**']);
  });
});

describe('the configuration that attaches to a worker', () => {
  const inspection = { url: 'ws://127.0.0.1:40123/uuid' };

  it('names the address of its inspector and leaves every other process alone', () => {
    const { type, request, websocketAddress, autoAttachChildProcesses } = attachConfiguration('#1', inspection);

    assert.deepEqual([type, request, websocketAddress], ['node', 'attach', inspection.url]);
    assert.equal(autoAttachChildProcesses, false);
  });

  it('is known again in its session, and no other is taken for it', () => {
    const configuration = attachConfiguration('#1', inspection);

    assert.ok(isAttachedTo({ ...configuration, type: 'pwa-node' }, inspection));
    assert.ok(!isAttachedTo(configuration, { url: 'ws://127.0.0.1:40123/other' }));
  });
});
