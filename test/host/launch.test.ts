/**
 * Verifies what `launch.json` and `tasks.json` can say with runs in them, in the real VS Code: a compound of two clustered
 * apps, a run that something else is debugged against, tasks that are edited and run again, and what VS Code offers by itself.
 */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { NodeClusterApi, RunSnapshot } from '../../src/api';
import { DebugWatch } from '../support/debugWatch';
import { eventually } from '../support/vscode/eventually';
import { freePort } from '../support/vscode/freePort';
import { codeOf, endRuns, findApi, inWorkspace } from '../support/vscode/insideHost';

/** As it is written in these files. */
const FOLDER = `\${workspaceFolder}`;

const write = (name: string, text: string) => vscode.workspace.fs.writeFile(inWorkspace(name), Buffer.from(text));
const writeJson = (name: string, value: unknown) => write(name, JSON.stringify(value, null, 2));

describe('launch.json and tasks.json', function () {
  this.timeout(90_000);
  let api: NodeClusterApi;
  let watch: DebugWatch;

  const living = (entry: string): RunSnapshot | undefined =>
    api.runs.find((run) => run.link === 'connected' && run.entry.endsWith(entry));
  const listening = (entry: string): number =>
    living(entry)?.workers.filter(({ state }) => state === 'listening').length ?? 0;
  const untilListening = (entry: string, count: number) =>
    eventually(`${count} workers of ${entry}`, () => listening(entry) === count || undefined);
  const start = (name: string) => vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], name);

  before(async () => {
    api = await findApi();
    await vscode.workspace.fs.createDirectory(inWorkspace('.vscode'));
  });

  beforeEach(() => {
    watch = new DebugWatch();
  });

  afterEach(async () => {
    await vscode.debug.stopDebugging();
    await watch.untilOver();
    watch.dispose();
    await endRuns();
  });

  after(() => vscode.workspace.fs.delete(inWorkspace('.vscode'), { recursive: true }));

  it('start two clustered apps by one compound', async () => {
    const common = { type: 'node-cluster', request: 'launch', workers: 2 };
    const configurations = [
      { ...common, name: 'one', entry: `${FOLDER}/server.js`, env: { PORT: String(await freePort()) } },
      { ...common, name: 'two', entry: 'server.mjs', env: { PORT: String(await freePort()) } },
    ];
    const compounds = [{ name: 'both', configurations: ['one', 'two'], stopAll: true }];
    await writeJson('.vscode/launch.json', { version: '0.2.0', configurations, compounds });

    await eventually('the compound', async () => (await start('both')) || undefined);

    await untilListening('server.js', 2);
    await untilListening('server.mjs', 2);
    const roots = [...watch.sessions].filter(({ parentSession }) => !parentSession).map(({ name }) => name);
    assert.deepEqual(roots.sort(), ['one', 'two']);
  });

  it('run an app clustered before something else is debugged, which finds it serving', async () => {
    const PORT = String(await freePort());
    await write(
      'client.js',
      `fetch('http://127.0.0.1:${PORT}/').then(async (answer) => {
        require('node:fs').writeFileSync('answer.json', await answer.text());
      });`,
    );
    const api = { label: 'api', type: 'node-cluster', entry: 'server.js', workers: 2, env: { PORT } };
    const tasks = [{ ...api, isBackground: true, problemMatcher: '$node-cluster' }];
    await writeJson('.vscode/tasks.json', { version: '2.0.0', tasks });
    const client = { type: 'node', request: 'launch', name: 'client', program: `${FOLDER}/client.js` };
    await writeJson('.vscode/launch.json', {
      version: '0.2.0',
      configurations: [{ ...client, cwd: FOLDER, preLaunchTask: 'api' }],
    });

    await eventually('the client', async () => (await start('client')) || undefined);

    const answer = await eventually('an answer', async () => vscode.workspace.fs.readFile(inWorkspace('answer.json')));
    const { pid } = JSON.parse(answer.toString());
    await untilListening('server.js', 2);
    assert.ok(living('server.js')?.workers.some((worker) => worker.pid === pid));
  });

  it('have tasks that follow what is edited, and run again', async () => {
    const PORT = String(await freePort());
    const task = { label: 'edited', type: 'node-cluster', entry: 'server.js', env: { PORT } };
    const runWith = async (workers: number): Promise<void> => {
      await writeJson('.vscode/tasks.json', { version: '2.0.0', tasks: [{ ...task, workers }] });
      const isNew = ({ definition }: vscode.Task) => definition.workers === workers;
      const found = await eventually(`the task with ${workers} workers`, async () =>
        (await vscode.tasks.fetchTasks({ type: 'node-cluster' })).find(isNew),
      );
      await vscode.tasks.executeTask(found);
      await untilListening('server.js', workers);
    };

    await runWith(1);
    assert.equal(await codeOf('stop', { runId: living('server.js')?.id }), 'done');
    await eventually('the end of the task', () => vscode.tasks.taskExecutions.length === 0 || undefined);
    await runWith(2);

    assert.equal(living('server.js')?.workers.length, 2);
  });

  it('are refused by the code of what is wrong in them', async () => {
    const configurations = [{ type: 'node-cluster', request: 'launch', name: 'none', entry: 'gone.js' }];
    await writeJson('.vscode/launch.json', { version: '0.2.0', configurations });

    await eventually('a refusal', async () => {
      await start('none').then(undefined, () => {});
      return api.lastError === 'entryMissing' || undefined;
    });

    assert.equal(watch.sessions.size, 0);
  });
});
