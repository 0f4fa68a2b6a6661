/**
 * Runs that come to nothing, or to no end: what a person is told is named by its code, and the way out works. Each code
 * here needs a run, or a package, of its own kind.
 */
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import * as vscode from 'vscode';
import type { NodeClusterApi } from '../../src/api';
import type { ClusterError } from '../../src/core/clusterError';
import { Captures } from '../../src/ui/captures';
import { eventually } from '../support/vscode/eventually';
import { codeOf, execute, findApi, inWorkspace } from '../support/vscode/insideHost';

const STAYS = 'setInterval(() => {}, 1000);';
const SWALLOWS = `${STAYS} process.on('SIGTERM', () => {});`;
/** Such a file is not tried again: its run is over at once. */
const BREAKS = 'const broken = ;';
/** Longer than the setting below and the time that a primary may take on top of it. */
const TAKES_ITS_TIME = `process.on('SIGTERM', () => setTimeout(process.exit, 4000));
  require('node:http').createServer().listen(0);`;
const FORKS = "const cluster = require('node:cluster'); if (cluster.isPrimary) cluster.fork();";

const write = async (name: string, text: string): Promise<void> =>
  vscode.workspace.fs.writeFile(inWorkspace('odd', name), Buffer.from(text));

describe('what comes to nothing is told by its code:', function () {
  this.timeout(60_000);
  const { showInformationMessage, showSaveDialog } = vscode.window;
  let api: NodeClusterApi;

  const allIsOver = (): Promise<true> =>
    eventually('runs and tasks to be over', () => {
      const isOver = api.runs.every(({ link }) => link === 'ended') && vscode.tasks.taskExecutions.length === 0;
      return isOver || undefined;
    });

  before(async () => {
    api = await findApi();
    await write(
      'package.json',
      JSON.stringify({
        name: 'odd',
        scripts: { fails: 'exit 3', overwrites: 'NODE_OPTIONS=--no-warnings node stays.js' },
      }),
    );
    await write('stays.js', STAYS);
    await write('stubborn.js', `${FORKS} ${SWALLOWS}`);
    await write('slow.js', TAKES_ITS_TIME);
  });
  afterEach(() => void Object.assign(vscode.window, { showInformationMessage, showSaveDialog }));
  after(async () => {
    await vscode.workspace.getConfiguration('nodeCluster').update('stopTimeout', undefined);
    for (const { id } of api.runs) await codeOf('dismissRun', { runId: id });
    await vscode.workspace.fs.delete(inWorkspace('odd'), { recursive: true });
  });

  it('a script that the package does not have', async () => {
    await assert.rejects(api.run({ script: 'start', cwd: 'odd' }), { code: 'noEntryFound' });
  });

  it('a package without scripts', async () => {
    await vscode.workspace.fs.writeFile(inWorkspace('odd', 'bare', 'package.json'), Buffer.from('{}'));

    assert.equal(await codeOf('runClustered', inWorkspace('odd', 'bare', 'package.json')), 'noEntryFound');
  });

  it('a script that fails before any app has come up', async () => {
    await assert.rejects(api.run({ script: 'fails', cwd: 'odd' }), { code: 'endedEarly' });
    await allIsOver();
  });

  it('a script that keeps Node Cluster out, whose entry is then run directly by the button', async function () {
    // The way to set a variable in a script is another one there.
    if (process.platform === 'win32') this.skip();
    const error = await api.run({ script: 'overwrites', cwd: 'odd' }).then(
      () => assert.fail('it has come up'),
      (reason: ClusterError) => reason,
    );
    assert.deepEqual([error.code, error.action?.command], ['noCheckIn', 'nodeCluster.runClustered']);
    assert.match(error.hint, /sets NODE_OPTIONS itself/);
    for (const execution of vscode.tasks.taskExecutions) execution.terminate();
    await allIsOver();

    await vscode.commands.executeCommand(error.action?.command ?? '', ...(error.action?.args ?? []));

    const run = api.runs.find(({ link }) => link === 'connected');
    assert.equal(run?.entry, inWorkspace('odd', 'stays.js').fsPath);
    await codeOf('stop', { runId: run?.id ?? '' });
    await allIsOver();
  });

  it('the log of a run that has ended, once its terminal is closed', async () => {
    await write('breaks.js', BREAKS);
    const { id } = await api.run({ entry: 'odd/breaks.js', workers: 1 });
    await allIsOver();
    const [other] = await eventually('a terminal', () => {
      const found = vscode.window.terminals.filter(({ name }) => !name.includes('breaks.js'));
      return found.length > 0 ? found : [vscode.window.createTerminal('another')];
    });
    other?.show();
    await eventually('the other one in front', () => vscode.window.activeTerminal === other || undefined);

    assert.equal(await codeOf('showLog', { runId: id, slot: 1 }), 'done');

    const own = await eventually('its terminal in front', () =>
      vscode.window.activeTerminal !== other ? vscode.window.activeTerminal : undefined,
    );
    assert.match(own.name, /breaks\.js/);
    own.dispose();
    await eventually('it to be closed', () => !vscode.window.terminals.includes(own) || undefined);
    assert.equal(await codeOf('showLog', { runId: id, slot: 1 }), 'runGone');
    assert.equal(await codeOf('goToError', { runId: id }), 'done');
  });

  it('the line of an error whose file is gone, and the error of code that is in no file', async () => {
    await write('vanishes.js', BREAKS);
    const { id } = await api.run({ entry: 'odd/vanishes.js', workers: 1 });
    await allIsOver();
    await vscode.workspace.fs.delete(inWorkspace('odd', 'vanishes.js'));
    assert.equal(await codeOf('goToError', { runId: id }), 'fileFailed');

    await write('evaluates.js', "require('vm').runInThisContext('throw new Error()');");
    const evaluated = await api.run({ entry: 'odd/evaluates.js', workers: 1 });
    await eventually('a crash', () => api.runs.find((run) => run.id === evaluated.id)?.workers[0]?.lastExit);
    assert.equal(await codeOf('goToError', { runId: evaluated.id }), 'noWorkers');
    await codeOf('stop', { runId: evaluated.id });
    await allIsOver();
  });

  it('a file that cannot be written', async () => {
    assert.equal(await codeOf('createSample', inWorkspace('odd', 'stays.js')), 'fileFailed');

    const { id } = await api.run({ entry: 'odd/stays.js', cwd: 'odd', workers: 1 });
    await vscode.workspace.fs.createDirectory(inWorkspace('odd', 'ecosystem.config.cjs'));
    const outcome = await execute('exportPm2', { runId: id }, { values: [], replace: true });

    assert.ok(outcome.status === 'failed' && outcome.code === 'fileFailed', outcome.status);
    assert.match(
      outcome.message,
      /ecosystem\.config\.cjs cannot be written: EISDIR: illegal operation on a directory\.$/,
    );
    await codeOf('stop', { runId: id });
    await allIsOver();
  });

  it('a capture that cannot be saved elsewhere', async () => {
    const answered = {
      showInformationMessage: async (_text: string, button: string) => button,
      showSaveDialog: async () => inWorkspace('odd', 'stays.js', 'kept.js'),
    };
    Object.assign(vscode.window, answered);
    const problem = new Promise<unknown>((resolve) => {
      void new Captures(inWorkspace('odd'), resolve).open(inWorkspace('odd', 'stays.js'));
    });

    const { code } = (await problem) as ClusterError;

    assert.equal(code, 'fileFailed');
  });

  it('a browser for an app that has no port', async () => {
    const { id } = await api.run({ entry: 'odd/stays.js', workers: 1 });

    assert.equal(await codeOf('openInBrowser', { runId: id }), 'noPort');

    await codeOf('stop', { runId: id });
    await allIsOver();
  });

  it('not a run that has a longer time of its own to stop', async () => {
    await vscode.workspace.getConfiguration('nodeCluster').update('stopTimeout', 1);
    const { id } = await api.run({ entry: 'odd/slow.js', workers: 1, stopTimeout: 30 });
    const isUp = () => api.runs.find((run) => run.id === id)?.workers[0]?.state === 'listening';
    await eventually('a worker that listens', () => isUp() || undefined);

    assert.equal(await codeOf('stop', { runId: id }), 'done');

    await allIsOver();
    assert.notEqual(api.lastError, 'stillStopping');
  });

  it('a run that has not ended when it should have, which Force Stop ends', async () => {
    await vscode.workspace.getConfiguration('nodeCluster').update('stopTimeout', 1);
    const { id, mode } = await api.run({ entry: 'odd/stubborn.js' });

    assert.equal(await codeOf('stop', { runId: id }), 'done');
    await eventually('the message', () => api.lastError === 'stillStopping' || undefined);
    assert.equal(api.runs.find((run) => run.id === id)?.link, 'connected');

    assert.equal(await codeOf('stop', { runId: id }, { force: true }), 'done');
    await allIsOver();
    assert.equal(mode, 'observe');
  });
});
