/**
 * The wire under attack by a client of the same user, the only one who can connect at all: whatever it does, the app
 * serves on, other clients are answered, no worker ends, and the primary's memory stays bounded.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { RequestBody } from '../../src/shared/protocol';
import { type ClusterRun, useRuns } from '../support/clusterRun';
import { HostileClient, helloOf } from '../support/hostileClient';
import { residentMegabytes } from '../support/processFigures';
import { eventually } from '../support/vscode/eventually';
import { WireClient } from '../support/wireClient';

/** What the primary may grow by at most, whatever a client does: a backlog, and garbage that is not collected yet. */
const MOST_GROWTH = 45;
/** A silent client is let go after five seconds. */
const PATIENCE = { timeout: 10_000, interval: 50 };

describe('a hostile client', () => {
  const start = useRuns();
  const clients: HostileClient[] = [];
  let run: ClusterRun;
  let before: number;

  afterEach(() => {
    for (const client of clients.splice(0)) client.destroy();
  });

  async function startRun(app = 'plain.js'): Promise<void> {
    run = await start({ app });
    await run.untilListening(2);
    await run.untilAnswered(2);
    before = residentMegabytes(run.pid);
  }

  const enter = async (): Promise<HostileClient> => keep(await HostileClient.enter(await run.record()));
  const connect = async (): Promise<HostileClient> => keep(await HostileClient.connect(await run.record()));
  function keep(client: HostileClient): HostileClient {
    clients.push(client);
    return client;
  }

  /** The app and the other clients are as if there were no attack. */
  async function assertUnharmed(): Promise<void> {
    const wire = await run.wire();
    assert.equal((await wire.request({ type: 'watch', metrics: false, log: false })).type, 'result');
    assert.equal((await run.untilAnswered(2)).length, 2);
    assert.deepEqual(
      [...wire.workers.values()].map(({ restarts }) => restarts),
      [0, 0],
    );
    assert.equal(run.stderr, '');
    const growth = residentMegabytes(run.pid) - before;
    assert.ok(growth < MOST_GROWTH, `the primary grew by ${growth.toFixed(0)} MB`);
  }

  for (const [what, body] of [
    ['small requests', { type: 'watch', metrics: true, log: true }],
    ['requests with large answers', { type: 'log', lines: 100_000 }],
    ['requests that it may not make', { type: 'kill', worker: 999, signal: 'SIGTERM' }],
  ] as const satisfies readonly (readonly [string, RequestBody])[]) {
    it(`that floods with 100,000 ${what} and reads no answer costs the app nothing`, async () => {
      await startRun('printer.js');
      await run.ask('/9000');
      const client = await enter();
      const flood = client.flood(`${JSON.stringify({ ...body, id: 1 })}\n`.repeat(100_000));

      for (let look = 0; look < 5; look++) await assertUnharmed();

      client.destroy();
      await flood;
      await assertUnharmed();
    });
  }

  it('that never reads while lines and samples are produced is left out, and the primary stays small', async () => {
    await startRun('printer.js');
    const wire = await run.wire();
    await wire.request({ type: 'watch', metrics: true, log: false });
    const print = async (): Promise<void> => {
      for (let count = 0; count < 20; count++) await run.ask('/20000');
    };
    // So many lines leave garbage of their own, attack or not.
    await print();
    before = residentMegabytes(run.pid);

    const client = await enter();
    client.write('{"type":"watch","id":1,"metrics":true,"log":true}\n');
    await print();
    await wire.until(({ type }) => type === 'metrics');

    await assertUnharmed();
  });

  it('in a crowd that says nothing, or half a hello, is let go and leaves its place to others', async () => {
    await startRun();
    const record = await run.record();
    const crowd = await Promise.all(Array.from({ length: 40 }, connect));
    for (const client of crowd.slice(0, 16)) client.write(helloOf(record).slice(0, 20));
    for (const client of crowd) client.drain();

    await assertServes(run);
    await eventually('the crowd to be let go', () => crowd.every(({ isLetGo }) => isLetGo) || undefined, PATIENCE);

    await assertUnharmed();
  });

  it('that was refused leaves its place to others, though it does not hang up', async () => {
    await startRun();
    const crowd = await Promise.all(Array.from({ length: 31 }, enter));
    for (const client of crowd) client.write('{"no":"id"}\n');

    const honest = await openEventually(run);

    assert.equal(honest.snapshot.run.pid, run.pid);
    honest.close();
    await assertUnharmed();
  });

  it('that sends half a line and falls silent disturbs nobody', async () => {
    await startRun();
    const client = await enter();

    client.write('{"type":"stop","id":');

    await assertUnharmed();
    assert.equal(client.isLetGo, false);
  });

  for (const [what, bytes, code] of [
    ['says hello twice', undefined, 'badLine'],
    ['sends bytes that are no text', Buffer.concat([randomBytes(1000), Buffer.from('\n')]), 'badLine'],
    ['sends a megabyte of bytes without a line', Buffer.alloc(1024 * 1024, 0xff), 'lineTooLong'],
  ] as const) {
    it(`that ${what} is told ${code} and let go`, async () => {
      await startRun();
      const client = await enter();

      client.write(bytes ?? helloOf(await run.record()));

      assert.equal(await client.errorCode(), code);
      client.drain();
      await client.letGo;
      await assertUnharmed();
    });
  }
});

async function assertServes(run: ClusterRun): Promise<void> {
  assert.equal((await run.untilAnswered(2)).length, 2);
}

/** An honest client is let in as soon as there is a place. */
async function openEventually(run: ClusterRun): Promise<WireClient> {
  const record = await run.record();
  const open = async (): Promise<WireClient | undefined> => {
    const client = await WireClient.connect(record.endpoint);
    client.write(helloOf(record));
    const isIn = client.until(({ type }) => type === 'snapshot').then(() => true);
    return (await Promise.race([isIn, client.closed.then(() => false)])) ? client : undefined;
  };
  return eventually('a place for an honest client', open, PATIENCE);
}
