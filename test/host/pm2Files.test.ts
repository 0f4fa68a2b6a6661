/**
 * The way from PM2 and back in a real VS Code: a file for PM2 runs here, and the run becomes a file for PM2 again, with
 * the values of variables that were agreed to and no others.
 */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { NodeClusterApi, RunSnapshot } from '../../src/api';
import { eventually } from '../support/vscode/eventually';
import { freePort } from '../support/vscode/freePort';
import { endRuns, execute, findApi, inWorkspace } from '../support/vscode/insideHost';

const SECRET = 'hunter2';

describe('a file for PM2', function () {
  this.timeout(60_000);
  let api: NodeClusterApi;
  let port = 0;

  const write = (name: string, text: string) => vscode.workspace.fs.writeFile(inWorkspace(name), Buffer.from(text));
  const read = async (name: string) =>
    Buffer.from(await vscode.workspace.fs.readFile(inWorkspace(name))).toString('utf8');
  const untilListening = (count: number): Promise<RunSnapshot> =>
    eventually(`${count} listening workers`, () =>
      api.runs.find(
        ({ link, workers }) =>
          link !== 'ended' && workers.filter(({ state }) => state === 'listening').length === count,
      ),
    );

  before(async () => {
    api = await findApi();
    port = await freePort();
  });

  afterEach(async () => {
    await endRuns();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const name of ['ecosystem.config.cjs', 'pm2.json']) {
      await vscode.workspace.fs.delete(inWorkspace(name)).then(
        () => {},
        () => {},
      );
    }
  });

  it('runs its app here, and the run is exported to a file that runs here in turn', async () => {
    const env = { PORT: port, TOKEN: SECRET };
    const app = { name: 'web', script: './server.js', instances: 2, exec_mode: 'cluster', env, kill_timeout: 3000 };
    await write('pm2.json', JSON.stringify({ apps: [app] }));

    assert.deepEqual(await execute('runClustered', inWorkspace('pm2.json')), { status: 'done' });
    const run = await untilListening(2);
    assert.deepEqual(await execute('exportPm2', { runId: run.id }, { values: ['PORT'] }), { status: 'done' });

    const text = await read('ecosystem.config.cjs');
    assert.match(text, /instances: 2,/);
    assert.match(text, /kill_timeout: 3000,/);
    assert.match(text, new RegExp(`PORT: '${port}',`));
    assert.match(text, /TOKEN: process\.env\.TOKEN,/);
    assert.doesNotMatch(text, new RegExp(SECRET));
    assert.equal(vscode.window.activeTextEditor?.document.fileName, inWorkspace('ecosystem.config.cjs').fsPath);

    await endRuns();
    assert.deepEqual(await execute('runClustered', inWorkspace('ecosystem.config.cjs')), { status: 'done' });
    await untilListening(2);
  });

  it('may name a script twice: what has other arguments is another app, and one that runs is not started again', async () => {
    const app = { script: 'server.js', instances: 1, env: { PORT: '0' } };
    await write('pm2.json', JSON.stringify({ apps: [{ ...app, name: 'api', args: 'api' }] }));
    await write(
      'ecosystem.config.cjs',
      `exports.apps = [${JSON.stringify({ ...app, name: 'worker', args: 'worker' })}]`,
    );

    assert.deepEqual(await execute('runClustered', inWorkspace('pm2.json')), { status: 'done' });
    assert.deepEqual(await execute('runClustered', inWorkspace('ecosystem.config.cjs')), { status: 'done' });

    assert.deepEqual(
      api.runs.map(({ link, args }) => [link, ...args]),
      [
        ['connected', 'api'],
        ['connected', 'worker'],
      ],
    );
    const again = await execute('runClustered', inWorkspace('ecosystem.config.cjs'));
    assert.equal(again.status === 'failed' && again.code, 'alreadyRunning');
  });

  it('is never overwritten without a word', async () => {
    await write('pm2.json', JSON.stringify({ apps: [{ script: 'server.js', env: { PORT: port } }] }));
    await execute('runClustered', inWorkspace('pm2.json'));
    const run = await untilListening(1);
    await write('ecosystem.config.cjs', '// mine');

    const outcome = await execute('exportPm2', { runId: run.id }, { values: [], replace: false });

    assert.deepEqual(outcome, { status: 'cancelled' });
    assert.equal(await read('ecosystem.config.cjs'), '// mine');
  });

  it('that is broken is refused with what is wrong with it', async () => {
    await write('ecosystem.config.cjs', "throw new Error('no such shop');");

    const outcome = await execute('runClustered', inWorkspace('ecosystem.config.cjs'));

    assert.equal(outcome.status === 'failed' && outcome.code, 'badEcosystem');
    assert.match(outcome.status === 'failed' ? outcome.message : '', /no such shop/);
  });
});
