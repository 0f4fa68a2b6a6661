/**
 * Watches a real PM2 with real apps in it: what is told, when, and what it costs; that no daemon is ever started by a
 * look; and a PM2 that hangs, babbles or is gone.
 */
import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ordersFor, type Pm2Action, scaleOrder } from '../../src/core/pm2/pm2Orders';
import type { Pm2Surroundings } from '../../src/core/pm2/pm2Ports';
import { findApp, type Pm2App, type Pm2State } from '../../src/core/pm2/pm2State';
import { untranslated } from '../../src/core/translate';
import { Pm2Watcher, type Pm2WatcherOptions } from '../../src/host/pm2/pm2Watcher';
import { APPS } from '../support/clusterRun';
import { type Pm2, usePm2 } from '../support/pm2';
import { recordingLog, silentLog } from '../support/silentLog';
import { eventually } from '../support/vscode/eventually';

const APP = path.join(APPS, 'plain.js');
const PORT = { env: { PORT: '0' } };

describe('the watcher of PM2', function () {
  this.timeout(60_000);
  const makePm2 = usePm2();
  let watcher: Pm2Watcher | undefined;
  afterEach(() => watcher?.dispose());

  /** How often it has looked: each look asks for the surroundings. */
  let looks = 0;

  function make(pm2: Pick<Pm2, 'surroundings'>, options: Partial<Pm2WatcherOptions> = {}): Pm2Watcher {
    const surroundings = (): Pm2Surroundings => {
      looks++;
      return pm2.surroundings;
    };
    watcher = new Pm2Watcher({ t: untranslated, log: silentLog, surroundings, ...options });
    return watcher;
  }

  function watch(pm2: Pick<Pm2, 'surroundings'>, options: Partial<Pm2WatcherOptions> = {}): Pm2Watcher {
    const made = make(pm2, options);
    made.setActive(true);
    return made;
  }

  const untilLooked = (times: number): Promise<true> => {
    const wanted = looks + times;
    return eventually(`${times} looks`, () => (looks >= wanted ? true : undefined), { interval: 5 });
  };

  const states = (state: Pm2State | undefined, app = 'plain'): string[] =>
    state?.apps.find(({ name }) => name === app)?.processes.map(({ status }) => status) ?? [];
  const appIn = (seen: Pm2Watcher): Pm2App => findApp(seen.pm2, 'plain') ?? { name: 'plain', processes: [] };
  const give = async (seen: Pm2Watcher, action: Pm2Action, id?: number): Promise<void> => {
    for (const order of ordersFor(action, appIn(seen), id)) await seen.command(order);
  };
  const untilStates = (seen: Pm2Watcher, wanted: readonly string[]): Promise<true> =>
    eventually(`the states ${wanted}`, () => (String(states(seen.pm2)) === String(wanted) ? true : undefined));

  it('starts no daemon by looking', async () => {
    const pm2 = makePm2();
    const seen = watch(pm2);

    assert.equal(await seen.refresh(), undefined);
    await assert.rejects(seen.command(['stop', '0']), { code: 'pm2Failed' });

    assert.equal(existsSync(pm2.home), false);
  });

  it('shows what is started, scaled, reloaded and stopped, as PM2 itself has it', async () => {
    const pm2 = makePm2();
    const seen = watch(pm2);

    await pm2.run(['start', APP, '-i', '3'], PORT);
    await untilStates(seen, ['online', 'online', 'online']);
    const pids = seen.pm2?.apps[0]?.processes.map(({ pid }) => pid);
    assert.deepEqual(
      pids,
      (await pm2.list()).map(({ pid }) => pid),
    );

    await seen.command(scaleOrder(appIn(seen), 4));
    assert.equal(states(seen.pm2).length, 4);
    assert.equal((await pm2.list()).length, 4);

    await give(seen, 'reload');
    await untilStates(seen, ['online', 'online', 'online', 'online']);
    const reloaded = await pm2.list();
    assert.deepEqual(
      seen.pm2?.apps[0]?.processes.map(({ pid, restarts }) => [pid, restarts]),
      reloaded.map(({ pid, pm2_env }) => [pid, pm2_env.restart_time]),
    );
    assert.ok(reloaded.every(({ pid }) => !pids?.includes(pid)));

    await give(seen, 'stop');
    assert.deepEqual(states(seen.pm2), ['stopped', 'stopped', 'stopped', 'stopped']);
    assert.ok((await pm2.list()).every(({ pm2_env }) => pm2_env.status === 'stopped'));

    await give(seen, 'restart');
    await untilStates(seen, ['online', 'online', 'online', 'online']);

    await give(seen, 'delete');
    assert.deepEqual(seen.pm2?.apps, []);
    assert.deepEqual(await pm2.list(), []);
  });

  it('reloads one process, and stops one, where only that is asked for', async () => {
    const pm2 = makePm2();
    await pm2.run(['start', APP, '-i', '2'], PORT);
    const seen = watch(pm2);
    await untilStates(seen, ['online', 'online']);
    const before = await pm2.list();

    await give(seen, 'reload', 1);
    await give(seen, 'stop', 0);

    const [first, second] = await pm2.list();
    assert.equal(first?.pm2_env.status, 'stopped');
    assert.notEqual(second?.pid, before[1]?.pid);
    assert.deepEqual(states(seen.pm2), ['stopped', 'online']);
  });

  it('keeps and logs nothing of the environment of the apps', async () => {
    const pm2 = makePm2();
    const log = recordingLog();
    const seen = make(pm2, { log });
    await pm2.run(['start', APP], { env: { ...PORT.env, TOKEN: 'hunter2' } });

    const state = await seen.refresh();

    assert.match(JSON.stringify(await pm2.list()), /hunter2/);
    assert.equal(state?.apps.length, 1);
    assert.doesNotMatch(JSON.stringify([state, log.warnings]), /hunter2/);
  });

  it('asks once for what does not change, and never while nobody looks', async () => {
    const asked = fakePm2((calls) => `printf x >> '${calls}'; echo '[]'`);
    const seen = watch(asked);
    await eventually('the first question', () => (asked.questions() > 0 ? true : undefined));

    await untilLooked(4);
    assert.equal(asked.questions(), 1);
    asked.touch();
    await eventually('a question about the change', () => (asked.questions() > 1 ? true : undefined));

    seen.setActive(false);
    asked.touch();
    const before = looks;
    await new Promise((resolve) => setTimeout(resolve, 0));
    assert.equal(looks, before);
  });

  it('does not ask all the time while apps crash all the time', async () => {
    const asked = fakePm2((calls) => `printf x >> '${calls}'; echo crash >> "$PM2_HOME/pm2.log"; echo '[]'`);
    let now = 0;
    watch(asked, { now: () => now, interval: 1 });

    await eventually('the burst', () => (asked.questions() === 4 ? true : undefined));
    await untilLooked(20);
    assert.equal(asked.questions(), 4);
    now += 8000;

    await eventually('another one', () => (asked.questions() > 4 ? true : undefined));
  });

  it('asks nothing where the daemon takes no connection of ours: pm2 would start another one', async () => {
    const asked = fakePm2((calls) => `printf x >> '${calls}'; echo '[]'`);
    rmSync(path.join(asked.surroundings.home, 'rpc.sock'));

    assert.equal(await make(asked).refresh(), undefined);

    assert.equal(asked.questions(), 0);
  });

  it('says of a PM2 that hangs that it does not answer, and keeps what it knew', async () => {
    const asked = fakePm2(() => `echo '[{"pid":1,"name":"api","pm_id":0,"pm2_env":{"status":"online"}}]'`);
    const seen = make(asked, { patience: 500 });
    await seen.refresh();
    asked.become(() => 'exec sleep 60');

    const state = await seen.refresh();

    assert.equal(state?.isSilent, true);
    assert.deepEqual(states(state, 'api'), ['online']);
  });

  it('says the same of one that prints no list, and mends itself', async () => {
    const asked = fakePm2(() => 'echo "[PM2] something else"');
    const seen = watch(asked);
    assert.equal((await seen.refresh())?.isSilent, true);
    asked.become(() => 'echo "[]"');

    assert.equal((await seen.refresh())?.isSilent, false);
  });

  it('hands on what PM2 says about an order that fails', async () => {
    const asked = fakePm2(() => 'echo "\\033[31m[PM2][ERROR] \\033[39mProcess or Namespace api not found"; exit 1');
    const seen = watch(asked);

    await assert.rejects(seen.command(['reload', 'api']), {
      code: 'pm2Failed',
      message: 'PM2 says: Process or Namespace api not found',
    });
  });

  it('shows nothing any more once the daemon is gone', async () => {
    const pm2 = makePm2();
    const seen = watch(pm2);
    await pm2.run(['start', APP], PORT);
    await untilStates(seen, ['online']);

    process.kill(Number(readFileSync(path.join(pm2.home, 'pm2.pid'), 'utf8')), 'SIGKILL');

    await eventually('the apps to be gone', () => (seen.pm2 === undefined ? true : undefined));
    rmSync(path.join(pm2.home, 'pm2.pid'));
  });
});

interface FakePm2 extends Pick<Pm2, 'surroundings'> {
  /** How often it was run. */
  questions(): number;
  become(script: (calls: string) => string): void;
  /** Leaves the trace of an event. */
  touch(): void;
}

const fakes: { folder: string; daemon: Server }[] = [];

afterEach(() => {
  for (const { folder, daemon } of fakes.splice(0)) {
    daemon.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A home whose daemon lives (it is this process) and listens, and a `pm2` that does what the shell script says. */
function fakePm2(script: (calls: string) => string): FakePm2 {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'nc-')));
  const [calls, file] = [path.join(folder, 'calls'), path.join(folder, 'pm2')];
  writeFileSync(path.join(folder, 'pm2.pid'), String(process.pid));
  const become: FakePm2['become'] = (body) => {
    writeFileSync(file, `#!/bin/sh\n${body(calls)}\n`);
    chmodSync(file, 0o755);
  };
  become(script);
  fakes.push({ folder, daemon: createServer().listen(path.join(folder, 'rpc.sock')) });
  return {
    surroundings: { home: folder, searchPath: `${folder}:/bin:/usr/bin`, folders: [], platform: process.platform },
    questions: () => (existsSync(calls) ? readFileSync(calls, 'utf8').length : 0),
    become,
    touch: () => appendFileSync(path.join(folder, 'pm2.log'), 'event\n'),
  };
}
