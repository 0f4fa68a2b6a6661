/** Verifies what is read of `pm2 jlist`: the named fields and nothing else, whatever stands before the list. */
import assert from 'node:assert/strict';
import { parseProcessList } from '../../src/core/pm2/parseProcessList';

const SECRET = 'hunter2';

/** An entry as PM2 prints it: the environment is in it twice, as an object and spread over the state. */
function entry(given: { id?: unknown; name?: unknown; pid?: number; state?: object } = {}): object {
  const { id = 0, name = 'api', pid = 4242, state = {} } = given;
  return {
    pid,
    name,
    pm_id: id,
    monit: { memory: 1, cpu: 2 },
    pm2_env: {
      DATABASE_URL: `postgres://me:${SECRET}@host/db`,
      env: { DATABASE_URL: `postgres://me:${SECRET}@host/db`, TOKEN: SECRET },
      args: ['--token', SECRET],
      name,
      status: 'online',
      restart_time: 3,
      pm_uptime: 1_763_800_000_000,
      exec_mode: 'cluster_mode',
      namespace: 'default',
      pm_exec_path: '/app/api.js',
      pm_cwd: '/app',
      node_version: '22.3.0',
      ...state,
    },
  };
}

const line = (...entries: object[]): string => JSON.stringify(entries);

describe('what pm2 jlist prints', () => {
  it('is read as processes with their state', () => {
    assert.deepEqual(parseProcessList(line(entry())), [
      {
        id: 0,
        app: 'api',
        pid: 4242,
        status: 'online',
        restarts: 3,
        mode: 'cluster',
        startedAt: 1_763_800_000_000,
        namespace: 'default',
        script: '/app/api.js',
        cwd: '/app',
        node: '22.3.0',
      },
    ]);
  });

  it('gives away nothing of the environment and the arguments', () => {
    const processes = parseProcessList(line(entry(), entry({ id: 1, state: { status: 'errored', exit_code: 1 } })));

    assert.equal(processes?.length, 2);
    assert.doesNotMatch(JSON.stringify(processes), new RegExp(`${SECRET}|DATABASE_URL|TOKEN|--token`));
  });

  it('is found behind the warning of another version and the lines of PM2 itself', () => {
    const printed = [
      '',
      '\u001b[31m>>>> In-memory PM2 is out-of-date, do:\u001b[39m',
      'In memory PM2 version: 7.0.4',
      '[PM2] Spawning PM2 daemon',
      line(entry()),
      '',
    ].join('\n');

    assert.equal(parseProcessList(printed)?.length, 1);
  });

  it('is an empty list where PM2 has no apps', () => {
    assert.deepEqual(parseProcessList('[]\n'), []);
  });

  for (const [name, printed] of Object.entries({
    nothing: '',
    'a list that is cut off': line(entry()).slice(0, -20),
    'another value': '{"apps":[]}',
    'words only': '[PM2][ERROR] Permission denied',
  })) {
    it(`is no list when it is ${name}`, () => {
      assert.equal(parseProcessList(printed), undefined);
    });
  }

  it('has no process for entries that are broken, for modules, and for those that a reload takes out', () => {
    const printed = line(
      entry({ id: '_old_0' }),
      entry({ id: 1, state: { pmx_module: true } }),
      entry({ id: 2, name: 7 }),
      { pid: 1, name: 'no state', pm_id: 3 },
      entry({ id: 4 }),
    );

    assert.deepEqual(
      parseProcessList(printed)?.map(({ id }) => id),
      [4],
    );
  });

  for (const status of ['waiting restart', 'errored']) {
    it(`has no pid for an app in the state "${status}", which PM2 gives the old one`, () => {
      const [process] = parseProcessList(line(entry({ state: { status } }))) ?? [];

      assert.deepEqual([process?.status, process?.pid], [status, undefined]);
    });
  }

  it('has no pid and no uptime for an app that is stopped', () => {
    const [process] = parseProcessList(line(entry({ pid: 0, state: { status: 'stopped' } }))) ?? [];

    assert.equal(process?.status, 'stopped');
    assert.equal(process?.pid, undefined);
    assert.equal(process?.startedAt, undefined);
  });
});
