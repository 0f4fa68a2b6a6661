/**
 * Every way in which people start Node, with real programs: the app behind them runs in two workers on one port, the
 * programs themselves are left alone, and file watchers restart the whole of it.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ClusterRun, NODE, NODE_VERSION, type RunOptions, useRuns } from '../support/clusterRun';
import { isAlive } from '../support/exampleApp';
import { npmCommand, type Project, SEARCH_PATH, useProjects } from '../support/starters';
import { eventually } from '../support/vscode/eventually';

const [major = 0] = NODE_VERSION;

type Command = readonly [string, ...string[]];

interface Way {
  readonly command: (project: Project) => Command;
  readonly app?: string;
  /** The oldest Node that has it. */
  readonly from?: number;
}

const WAYS: Readonly<Record<string, Way>> = {
  'npm run': { command: () => npmCommand('npm', 'run', 'start') },
  'pnpm run': { command: ({ bin }) => [bin('pnpm'), 'run', 'start'] },
  'yarn run': { command: ({ bin }) => [bin('yarn'), 'run', 'start'] },
  'node --run': { command: () => [NODE, '--run', 'start'], from: 22 },
  'npx tsx': { command: () => npmCommand('npx', 'tsx', 'server.ts'), app: 'server.ts' },
  'ts-node': { command: ({ bin }) => [bin('ts-node'), '--transpile-only', 'server.ts'], app: 'server.ts' },
  'a program that runs it in a shell, as nest start does': { command: () => npmCommand('npm', 'run', 'start:nest') },
  nodemon: { command: ({ bin }) => [bin('nodemon'), '--quiet', '--delay', '0.1', 'server.js'] },
  'node --watch': { command: () => [NODE, '--watch', 'server.js'] },
};

describe('an app that is started by', () => {
  const start = useRuns();
  const project = useProjects();

  for (const [name, { command, app = 'server.js', from = 18 }] of Object.entries(WAYS)) {
    it(`${name} runs in two workers on one port`, async function () {
      if (major < from) this.skip();
      const made = project();
      const run = await start(optionsOf(made, command(made), app));

      const workers = await run.untilListening(2);

      assert.deepEqual(new Set(await run.untilAnswered(2)), new Set(workers.map(({ pid }) => pid)));
      assert.equal((await run.wire()).snapshot.run.entry, path.join(made.folder, app));
      assert.doesNotMatch(run.stderr, /node-cluster:/);
    });
  }

  for (const name of ['nodemon', 'node --watch']) {
    it(`${name} starts anew, workers and all, when its file changes`, async () => {
      const made = project();
      const file = path.join(made.folder, 'server.js');
      const run = await start(optionsOf(made, WAYS[name]?.command(made) ?? [NODE], 'server.js'));
      const before = await run.untilListening(2);
      await run.untilAnswered(2);

      writeFileSync(file, readFileSync(file, 'utf8').replaceAll('String(process.pid)', '"new " + process.pid'));

      const pids = await untilAnsweredAnew(run, 2);
      assert.equal(
        before.some(({ pid }) => pids.includes(pid ?? 0)),
        false,
      );
      await eventually('the old workers to be gone', () => before.every(({ pid }) => !isAlive(pid ?? 0)) || undefined);
    });
  }

  it('node --watch says what a reload on save does better', async () => {
    const made = project();
    const run = await start(optionsOf(made, [NODE, '--watch', 'server.js'], 'server.js'));

    const [notice] = (await run.wire()).snapshot.run.notices;

    assert.equal(notice?.code, 'fileWatcher');
    assert.match(notice?.message ?? '', /^node --watch ends all workers .*nodeCluster\.reloadOnSave/);
  });

  it('a script that overwrites NODE_OPTIONS runs alone, as if we were not there', async () => {
    const made = project();
    const run = await start(optionsOf(made, npmCommand('npm', 'run', 'start:overwriting'), 'server.js'));

    await run.untilPrinted(/^listening$/m);

    const pid = Number(await run.ask());
    process.kill(pid);
    assert.doesNotMatch(run.stdout, /#1 \|/);
  });
});

function optionsOf({ folder }: Project, command: Command, app: string): RunOptions {
  const parameters = { root: folder };
  return {
    app: path.join(folder, app),
    command: [...command],
    cwd: folder,
    via: 'options',
    parameters,
    env: { PATH: SEARCH_PATH },
  };
}

/** Asks until so many workers of the changed file have answered; while it starts anew nobody answers at all. */
async function untilAnsweredAnew(run: ClusterRun, count: number): Promise<number[]> {
  const pids = new Set<number>();
  await eventually(`${count} workers of the changed file`, async () => {
    const pid = /^new (\d+)$/.exec(await run.ask())?.[1];
    if (pid) pids.add(Number(pid));
    return pids.size >= count || undefined;
  });
  return [...pids];
}
