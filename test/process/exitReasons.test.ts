/**
 * Why a worker ended, as one table: the way to end it, the reason that a person is told, and the place in the code where
 * there is one. Each row is a real process; `npm run test:matrix` makes it reasons x Node.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import type { ExitInfo, ExitReason } from '../../src/shared/runInfo';
import { APPS, type ClusterRun, type RunOptions } from '../support/clusterRun';
import { firstExit, useWatchedRuns } from '../support/exits';

interface Ending {
  /** What has to be done for it, once the worker listens; without it the worker ends as it starts. */
  readonly by?: (run: ClusterRun, pid: number) => Promise<unknown>;
  readonly app?: string;
  /** Whether another program has the port. */
  readonly takesPort?: true;
  readonly more?: Partial<RunOptions>;
  readonly reason: ExitReason;
  /** The code, or the signal. */
  readonly end: number | NodeJS.Signals;
  /** `file:line` of the error, and what it says. */
  readonly place?: string;
  readonly says?: RegExp;
}

const ask =
  (url: string) =>
  (run: ClusterRun): Promise<string> =>
    run.ask(url);

const HANDLES = { nodeArgs: ['--require', path.join(APPS, 'handles-errors.cjs')] } as const;

async function crashAndGoOn(run: ClusterRun): Promise<void> {
  await run.ask('/crash');
  await run.untilPrinted(/handled: crashed on purpose/);
}

const ENDINGS: Readonly<Record<string, Ending>> = {
  'throws in a callback': {
    by: ask('/crash'),
    reason: 'uncaught error',
    end: 1,
    place: 'plain.js:10',
    says: /^crashed on purpose$/,
  },
  'throws as it starts': {
    app: 'throws.js',
    reason: 'uncaught error',
    end: 1,
    place: 'throws.js:1',
    says: /at the top/,
  },
  'rejects a promise that nobody handles': {
    by: ask('/reject'),
    reason: 'unhandled rejection',
    end: 1,
    place: 'plain.js:11',
    says: /^rejected on purpose$/,
  },
  'cannot be parsed': { app: 'syntax.js', reason: 'syntax error', end: 1, place: 'syntax.js:2', says: /Unexpected/ },
  'requires what is not there': {
    app: 'requires-missing.js',
    reason: 'module not found',
    end: 1,
    place: 'requires-missing.js:1',
    says: /Cannot find module/,
  },
  'has an entry that does not exist': {
    app: 'not-there.js',
    reason: 'module not found',
    end: 1,
    says: /Cannot find module '.*not-there\.js'/,
  },
  'fills its heap': {
    by: ask('/oom'),
    more: { nodeArgs: ['--max-old-space-size=30'] },
    reason: 'out of memory',
    end: 'SIGABRT',
  },
  'is killed by an order': {
    by: async (run) => (await run.wire()).request({ type: 'kill', worker: 1, signal: 'SIGKILL' }),
    reason: 'killed by us',
    end: 'SIGKILL',
  },
  'is killed by somebody else': {
    by: async (_run, pid) => process.kill(pid, 'SIGKILL'),
    reason: 'killed from outside',
    end: 'SIGKILL',
  },
  'is forked with an option that Node does not know': { app: 'bad-option.js', reason: 'bad node option', end: 9 },
  'leaves with a code of its own': { by: ask('/exit/7'), reason: 'exit code', end: 7 },
  'leaves with code 0': { by: ask('/exit/0'), reason: 'finished', end: 0 },
  'has done its work': { app: 'once.js', more: { args: ['0'] }, reason: 'finished', end: 0 },
  'finds its port taken': {
    takesPort: true,
    reason: 'port in use',
    end: 1,
    says: /EADDRINUSE.*:\d+$/,
  },
  'logs an error itself and then leaves': {
    by: ask('/crash'),
    more: { ...HANDLES, env: { LEAVES: '1' } },
    reason: 'uncaught error',
    end: 1,
    place: 'plain.js:10',
    says: /^crashed on purpose$/,
  },
  'leaves with code 0 after an error that it had handled': {
    by: (run) => crashAndGoOn(run).then(() => run.ask('/exit/0')),
    more: HANDLES,
    reason: 'finished',
    end: 0,
  },
  'is killed by somebody else after an error that it had handled': {
    by: (run, pid) => crashAndGoOn(run).then(() => process.kill(pid, 'SIGKILL')),
    more: HANDLES,
    reason: 'killed from outside',
    end: 'SIGKILL',
  },
  'gives up its channel': { by: ask('/disconnect'), reason: 'lost channel', end: 0 },
};

describe('a worker that', () => {
  const start = useWatchedRuns();
  const holder = createServer();
  before(async () => once(holder.listen(0), 'listening'));
  after(() => holder.close());
  const takenPort = (): string => String((holder.address() as AddressInfo).port);

  for (const [what, { by, app = 'plain.js', takesPort, more, reason, end, place, says }] of Object.entries(ENDINGS)) {
    it(`${what} is explained as "${reason}"${place ? ` at ${place}` : ''}`, async () => {
      const env = { ...more?.env, ...(takesPort && { PORT: takenPort() }) };
      const run = await start({ app, ...more, env, parameters: { workers: 1 } });
      if (by) await run.untilListening(1).then(([worker]) => by(run, worker?.pid ?? 0));

      const exit = await firstExit(await run.wire());

      assert.deepEqual([exit?.reason, exit?.signal ?? exit?.code], [reason, end]);
      assert.equal(placeOf(exit), place);
      assert.match(exit?.error?.message ?? '', says ?? /^$/);
    }).timeout(40_000);
  }
});

function placeOf(exit: ExitInfo | undefined): string | undefined {
  const { file, line } = exit?.error ?? {};
  return file === undefined ? undefined : `${file.replace(/^.*[\\/]/, '')}:${line}`;
}
