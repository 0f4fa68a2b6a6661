/**
 * How the app is found behind the command that starts it: npm and tsx are left alone, a build runs once, a short name
 * is enough. The table of all entries is in entries.test.ts, that of all starters in starters.test.ts.
 */
import assert from 'node:assert/strict';
import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { APPS, NODE, useRuns } from '../support/clusterRun';
import { ROOT } from '../support/process.mjs';
import { npmCommand, SEARCH_PATH } from '../support/starters';
import { useTempFolder } from '../support/tempFolder';

describe('supervise mode', () => {
  const start = useRuns();
  const folder = useTempFolder();
  const script = (name: string) =>
    start({
      app: 'plain.js',
      via: 'options',
      command: npmCommand('npm', 'run', name),
      env: { PATH: SEARCH_PATH },
      parameters: { root: APPS },
    });

  it('finds the app behind npm start, and leaves npm alone', async () => {
    const run = await script('start');

    await run.untilListening(2);

    const wire = await run.wire();
    assert.equal(wire.snapshot.run.entry, path.join(APPS, 'plain.js'));
    assert.deepEqual(wire.snapshot.run.args, []);
    await run.untilPrinted(/^#1 \| listening$/m);
    await run.untilPrinted(/^#2 \| listening$/m);
  });

  it('runs a build once, however long it takes, before the server behind it', async () => {
    const run = await script('build-and-start');

    await run.untilListening(2);

    assert.equal(run.stdout.match(/once in \d+/g)?.length, 1);
  });

  it('forks the other workers also where a reload replaced the first before that listened', async () => {
    const app = path.join(folder(), 'server.js');
    writeFileSync(app, 'console.log("up"); setInterval(() => {}, 1000);');
    const parameters = { root: folder() };
    const run = await start({ app, via: 'options', cwd: folder(), command: [NODE, app], parameters });
    await run.untilPrinted(/up/);

    cpSync(path.join(APPS, 'plain.js'), app);
    await run.reload();

    await run.untilListening(2);
  });

  it('runs a TypeScript file by the tsx command', async () => {
    const bin = path.join(ROOT, 'node_modules', '.bin', 'tsx');
    const run = await start({
      app: 'typed.ts',
      via: 'options',
      command: [bin, path.join(APPS, 'typed.ts')],
      env: { PATH: SEARCH_PATH },
      parameters: { entry: path.join(APPS, 'typed.ts') },
    });

    await run.untilListening(2);

    assert.equal((await run.untilAnswered(2)).length, 2);
  });

  for (const [typed, app] of [
    ['plain', 'plain.js'],
    ['.', 'index.js'],
  ] as const) {
    it(`takes the entry over when it is typed as ${typed}`, async () => {
      cpSync(path.join(APPS, 'plain.js'), path.join(folder(), app));
      const run = await start({
        app,
        via: 'options',
        cwd: folder(),
        command: [NODE, typed],
        parameters: { root: folder() },
      });

      await run.untilListening(2);

      assert.equal((await run.untilAnswered(2)).length, 2);
    });
  }
});
