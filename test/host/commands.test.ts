/**
 * Verifies the commands by their outcome, which is what a caller gets while the person gets the message: bad input has
 * its code, and a good entry becomes a run that can be steered and ended.
 */
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import path from 'node:path';
import * as vscode from 'vscode';
import type { NodeClusterApi, RunSnapshot } from '../../src/api';
import type { CommandServices } from '../../src/ui/commands/commandServices';
import type { CommandName } from '../../src/ui/commands/ids';
import { viewCommands } from '../../src/ui/commands/viewCommands';
import { runState, worker } from '../support/stateBuilders';
import { eventually } from '../support/vscode/eventually';
import { freePort } from '../support/vscode/freePort';
import { codeOf, execute, findApi, inWorkspace } from '../support/vscode/insideHost';

const settings = () => vscode.workspace.getConfiguration('nodeCluster');

describe('Run Clustered refuses with its code', () => {
  it('a file that is missing', async () => {
    assert.equal(await codeOf('runClustered', inWorkspace('gone.js')), 'entryMissing');
  });

  it('a folder', async () => {
    await vscode.workspace.fs.createDirectory(inWorkspace('folder.js'));

    assert.equal(await codeOf('runClustered', inWorkspace('folder.js')), 'entryIsFolder');
  });

  it('a file of another kind', async () => {
    assert.equal(await codeOf('runClustered', inWorkspace('README.md')), 'entryNotRunnable');
  });

  for (const workers of [0, -1, 'many']) {
    it(`${workers} workers`, async () => {
      assert.equal(await codeOf('runClustered', inWorkspace('server.js'), { workers }), 'badWorkers');
    });
  }

  it('a file that is not on a disk', async () => {
    assert.equal(await codeOf('runClustered', vscode.Uri.parse('untitled:server.js')), 'virtualWorkspace');
  });

  it('a Node.js that is none', async () => {
    await settings().update('nodePath', '/no/such/node');

    const code = await codeOf('runClustered', inWorkspace('server.js'));

    await settings().update('nodePath', undefined);
    assert.equal(code, 'nodeNotFound');
  });

  it('a setting that is broken, by its name', async () => {
    await settings().update('stopTimeout', 'soon');

    const outcome = await execute('runClustered', inWorkspace('server.js'));

    await settings().update('stopTimeout', undefined);
    assert.ok(outcome.status === 'failed' && outcome.code === 'badSetting', outcome.status);
    assert.match(outcome.message, /nodeCluster\.stopTimeout/);
  });

  it('an env file that is missing', async () => {
    await settings().update('envFile', 'gone.env');

    const code = await codeOf('runClustered', inWorkspace('server.js'));

    await settings().update('envFile', undefined);
    assert.equal(code, 'badSetting');
  });
});

describe('a command with nothing to choose from', () => {
  const names: CommandName[] = [
    'stop',
    'stopAll',
    'restart',
    'scale',
    'forkWorker',
    'killWorker',
    'restartWorker',
    'showLog',
    'copyPid',
  ];
  for (const name of names) {
    it(`${name} says so`, async () => assert.equal(await codeOf(name), 'noRuns'));
  }

  it('says that a named run is gone', async () => {
    assert.equal(await codeOf('stop', { runId: 'gone' }), 'runGone');
  });
});

describe('a run', function () {
  this.timeout(60_000);
  let api: NodeClusterApi;
  let run: RunSnapshot;

  const current = (): RunSnapshot | undefined => api.runs.find(({ id }) => id === run.id);
  const living = (): number => (current()?.workers ?? []).filter(({ state }) => state === 'listening').length;

  async function until(what: string, isSo: () => boolean): Promise<void> {
    await eventually(what, () => {
      assert.ok(isSo(), JSON.stringify(current()));
      return true;
    });
  }

  before(async () => {
    api = await findApi();
    await settings().update('env', { PORT: String(await freePort()) });
    run = await api.run({ entry: 'server.js', workers: 2 });
  });

  after(() => settings().update('env', undefined));

  it('is known by its entry and mode', () => {
    assert.equal(path.basename(run.entry), 'server.js');
    assert.equal(run.mode, 'supervise');
  });

  it('has the workers that were asked for', async () => {
    await until('two listen', () => living() === 2);
  });

  it('is in a terminal of its own, as a task', async () => {
    const [execution] = vscode.tasks.taskExecutions.filter(({ task }) => task.definition.type === 'node-cluster');

    assert.equal(execution?.task.definition.entry, 'server.js');
    // VS Code names the terminal a moment after its process has started.
    await until('the terminal is there', () => vscode.window.terminals.some(({ name }) => name.includes('server.js')));
  });

  it('is refused a second time', async () => {
    assert.equal(await codeOf('runClustered', inWorkspace('server.js')), 'alreadyRunning');
  });

  it('gets one more worker by Fork', async () => {
    assert.equal(await codeOf('forkWorker', { runId: run.id }), 'done');
    await until('three listen', () => living() === 3);
  });

  it('is scaled to one', async () => {
    assert.equal(await codeOf('scale', { runId: run.id }, 1), 'done');
    await until('one listens', () => living() === 1);
  });

  it('is scaled by a keybinding, whose arguments come from the window as one list', async () => {
    const scale = (...args: unknown[]) =>
      vscode.commands.executeCommand('runCommands', { commands: [{ command: 'nodeCluster.scale', args: [args] }] });

    await scale({}, 2);
    await until('two listen', () => living() === 2);
    await scale({ runId: run.id }, 1);
    await until('one listens', () => living() === 1);
  });

  it('refuses to be scaled to nothing', async () => {
    assert.equal(await codeOf('scale', { runId: run.id }, 0), 'badWorkers');
  });

  it('replaces a worker that is killed', async () => {
    const before = current()?.workers[0]?.pid;

    assert.equal(await codeOf('killWorker', { runId: run.id, slot: 1 }), 'done');
    await until('another pid listens', () => living() === 1 && current()?.workers[0]?.pid !== before);
  });

  it('gives the pid of its primary', async () => {
    await codeOf('copyPid', { kind: 'primary', runId: run.id });

    assert.equal(await vscode.env.clipboard.readText(), String(run.pid));
  });

  it('is reloaded: the command lasts until every worker is another, and none counts as a restart', async () => {
    const before = current()?.workers.map(({ pid }) => pid);

    assert.equal(await codeOf('reload', { runId: run.id }), 'done');
    assert.notDeepEqual(
      current()?.workers.map(({ pid }) => pid),
      before,
    );
  });

  it('says why a reload stopped, and serves on with the old workers', async () => {
    const file = inWorkspace('server.js');
    const good = await vscode.workspace.fs.readFile(file);
    const before = current()?.workers.map(({ pid }) => pid);
    await vscode.workspace.fs.writeFile(file, Buffer.from('const broken = ;\n'));

    const outcome = await execute('reload', { runId: run.id });
    await vscode.workspace.fs.writeFile(file, good);

    assert.equal(outcome.status === 'failed' && outcome.code, 'reloadFailed');
    assert.match(outcome.status === 'failed' ? outcome.message : '', /syntax error/);
    assert.deepEqual(
      current()?.workers.map(({ pid }) => pid),
      before,
    );
  });

  it('is reloaded when one of its files is saved, where the setting says so', async () => {
    const before = current()?.workers[0]?.pid;
    const file = await vscode.workspace.fs.readFile(inWorkspace('server.js'));
    await settings().update('reloadOnSave', true, vscode.ConfigurationTarget.Workspace);
    const editor = await vscode.window.showTextDocument(inWorkspace('server.js'));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// saved\n'));
    await editor.document.save();

    await until('another pid listens', () => living() === 1 && current()?.workers[0]?.pid !== before);
    await settings().update('reloadOnSave', undefined, vscode.ConfigurationTarget.Workspace);
    await vscode.workspace.fs.writeFile(inWorkspace('server.js'), file);
  });

  it('goes to the line that ended a worker', async () => {
    await codeOf('killWorker', { runId: run.id, slot: 1 });
    await until('it listens again', () => living() === 1);

    assert.equal(await codeOf('goToError', { runId: run.id, slot: 1 }), 'noWorkers');
  });

  it('ends by Stop, and its task with it', async () => {
    assert.equal(await codeOf('stop', { runId: run.id }), 'done');
    await until('the run has ended', () => current()?.link === 'ended');
    await until('the task has ended', () => vscode.tasks.taskExecutions.length === 0);
  });

  it('runs again by Restart with the same task', async () => {
    assert.equal(await codeOf('restart', { runId: run.id }), 'done');
    const again = api.runs.find(({ link, entry }) => link === 'connected' && entry === run.entry);
    assert.ok(again);
    await codeOf('stop', { runId: again.id });
    await until('that one has ended too', () => api.runs.every(({ link }) => link === 'ended'));
  });

  it('is taken off the list', async () => {
    for (const { id } of api.runs) assert.equal(await codeOf('dismissRun', { runId: id }), 'done');
    assert.deepEqual(api.runs, []);
  });
});

describe('a run that cannot work as it is started', function () {
  this.timeout(60_000);

  const shown = async (api: NodeClusterApi, code: string): Promise<void> => {
    await eventually(`the error ${code}`, () => {
      assert.equal(api.lastError, code);
      return true;
    });
  };

  const noTaskRuns = async (): Promise<void> => {
    await eventually('no task that runs', () => vscode.tasks.taskExecutions.length === 0 || undefined);
  };

  it('is told from the others when its port is taken', async () => {
    const api = await findApi();
    const holder = createServer().listen(0);
    await new Promise((resolve) => holder.once('listening', resolve));
    const address = holder.address();
    const port = typeof address === 'object' && address ? address.port : 0;

    await api.run({ entry: 'server.js', workers: 2, env: { PORT: String(port) } }).catch(() => {});
    await shown(api, 'portTaken');
    await noTaskRuns();
    holder.close();
  });

  it('takes the port over from another run by one command', async () => {
    const api = await findApi();
    const env = { PORT: String(await freePort()) };
    const rival = await api.run({ entry: 'server.js', workers: 2, env });
    await api.run({ entry: 'server.mjs', workers: 2, env }).catch(() => {});
    const refused = await eventually('the refusal', () =>
      api.runs.findLast(
        ({ entry, notices }) => entry.endsWith('.mjs') && notices.some(({ code }) => code === 'portTaken'),
      ),
    );

    assert.equal(await codeOf('restart', { runId: refused.id }, { insteadOf: { runId: rival.id } }), 'done');

    const linkOf = (entry: string) => api.runs.findLast((run) => run.entry.endsWith(entry))?.link;
    assert.deepEqual([linkOf('server.js'), linkOf('server.mjs')], ['ended', 'connected']);
    const again = await eventually('the other run to serve', () =>
      api.runs.findLast(({ workers }) => workers.length === 2 && workers.every(({ state }) => state === 'listening')),
    );
    assert.equal(again.entry, refused.entry);
    await codeOf('stop', { runId: again.id });
    await noTaskRuns();
  });

  it('is run in the other mode by one command', async () => {
    const api = await findApi();
    const env = { PORT: String(await freePort()) };
    const run = await api.run({ entry: 'server.js', workers: 2, mode: 'observe', env });
    await shown(api, 'neverForked');

    assert.equal(await codeOf('superviseRun', { runId: run.id }), 'done');

    const other = api.runs.find(({ link, mode }) => link === 'connected' && mode === 'supervise');
    assert.ok(other);
    await codeOf('stop', { runId: other.id });
    await noTaskRuns();
  });

  after(async () => {
    const api = await findApi();
    for (const { id } of api.runs) await codeOf('dismissRun', { runId: id });
    assert.deepEqual(api.runs, []);
  });
});

describe('Open in Browser', () => {
  const { openExternal, asExternalUri } = vscode.env;
  afterEach(() => void Object.assign(vscode.env, { openExternal, asExternalUri }));

  it('hands the address of the run to VS Code, which finds the way from a remote machine by itself', async () => {
    const opened: string[] = [];
    Object.assign(vscode.env, {
      openExternal: async (uri: vscode.Uri) => opened.push(uri.toString(true)),
      asExternalUri: async () => vscode.Uri.parse('https://localhost:40000/'),
    });
    const run = runState({ workers: [worker({ addresses: [{ port: 3443, tls: true }] })] });
    const services = { state: { state: { runs: [run] } } } as unknown as CommandServices;

    await viewCommands(services).openInBrowser({ runId: run.info.id });

    assert.deepEqual(opened, ['https://localhost:3443/']);
  });
});

describe('the exported API', () => {
  it('rejects with the code and shows nothing', async () => {
    const api = await findApi();
    const before = api.lastError;

    await assert.rejects(api.run({ entry: 'gone.js' }), { code: 'entryMissing' });
    await assert.rejects(api.run({}), { code: 'badTask' });
    assert.equal(api.lastError, before);
  });
});

describe('a task', () => {
  it('is offered for the entry that was found', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'node-cluster' });

    assert.ok(
      tasks.some(({ definition }) => definition.entry === 'server.js'),
      tasks.map(({ name }) => name).join(),
    );
  });
});
