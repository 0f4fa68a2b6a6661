/**
 * The link against a primary that misbehaves: what healthy ones never do is told and mended, and nothing is thrown.
 */
import assert from 'node:assert/strict';
import { ClusterError } from '../../src/core/clusterError';
import { RefusedError } from '../../src/core/linkErrors';
import { untranslated as t } from '../../src/core/translate';
import { RunLink } from '../../src/host/runLink';
import type { PrimaryMessage, RunEvent } from '../../src/shared/protocol';
import { type FakeClient, FakePrimary, type FakePrimaryOptions } from '../support/fakePrimary';
import { recordingLog } from '../support/silentLog';
import { IDLE, useProcesses } from '../support/spawned';
import { NOW, sample, worker } from '../support/stateBuilders';
import { useTempFolder } from '../support/tempFolder';
import { eventually } from '../support/vscode/eventually';

const online = (seq: number): RunEvent => ({ type: 'worker', seq, at: NOW, change: 'online', worker: worker() });

describe('the link to a run', () => {
  const folder = useTempFolder();
  const processes = useProcesses();
  let primary: FakePrimary | undefined;
  let link: RunLink | undefined;
  let told: string[];
  let log: ReturnType<typeof recordingLog>;

  beforeEach(() => {
    told = [];
    log = recordingLog();
  });
  afterEach(async () => {
    link?.dispose();
    await primary?.close();
  });

  async function connect(options: Partial<FakePrimaryOptions> = {}): Promise<FakePrimary> {
    primary = await new FakePrimary({ dir: folder(), ...options }).listen();
    link = open(primary);
    return primary;
  }

  function open({ record }: FakePrimary): RunLink {
    return new RunLink({
      record,
      t,
      log,
      onSnapshot: ({ seq }) => told.push(`snapshot ${seq}`),
      onEvent: ({ seq }) => told.push(`event ${seq}`),
      onStream: ({ type }) => told.push(type),
      onBroken: () => told.push('broken'),
      onEnd: () => told.push('end'),
      onOtherVersion: () => told.push('other version'),
    });
  }

  const hears = (...wanted: readonly string[]): Promise<true> =>
    eventually(`${wanted} after ${told}`, () => (String(told) === String(wanted) ? true : undefined), { interval: 5 });

  const ask = (): Promise<unknown> => link?.request({ type: 'fork' }) ?? Promise.reject(new Error('no link'));

  async function connected(
    options: Partial<FakePrimaryOptions> = {},
  ): Promise<{ fake: FakePrimary; client: FakeClient }> {
    const fake = await connect(options);
    const client = await fake.client(0);
    await hears('snapshot 10');
    return { fake, client };
  }

  it('shows its token and its version, and gets a snapshot, events and streams', async () => {
    const { client } = await connected();

    for (const message of [
      online(11),
      online(12),
      { type: 'metrics', samples: [sample()] },
    ] satisfies PrimaryMessage[]) {
      client.say(message);
    }

    assert.deepEqual(client.hello, { type: 'hello', protocol: 1, token: 'secret' });
    await hears('snapshot 10', 'event 11', 'event 12', 'metrics');
  });

  it('passes no event on twice', async () => {
    const { client } = await connected();

    for (const seq of [9, 10, 11, 11, 12]) client.say(online(seq));

    await hears('snapshot 10', 'event 11', 'event 12');
  });

  it('connects anew where an event is missing, and gets a new snapshot', async () => {
    const { fake, client } = await connected();

    client.say(online(11));
    client.say(online(13));

    await fake.client(1);
    await hears('snapshot 10', 'event 11', 'broken', 'snapshot 10');
    assert.match(log.warnings.join(), /Missed events 12 to 12/);
  });

  for (const garbage of ['garbage', '{"type":"surprise"}', '{"type":"worker","seq":11}', '[]', '\u0000\u0001']) {
    it(`overlooks a line that is ${JSON.stringify(garbage)}, with a word in the log`, async () => {
      const { client } = await connected();

      client.socket.write(`${garbage}\n`);
      client.say(online(11));

      await hears('snapshot 10', 'event 11');
      assert.equal(log.warnings.length, 1);
    });
  }

  it('breaks off at a line of 20 MB, and connects anew', async () => {
    const { fake, client } = await connected();

    client.socket.write('x'.repeat(20 * 1024 * 1024));

    await fake.client(1);
    assert.match(log.warnings.join(), /too long/);
    await hears('snapshot 10', 'broken', 'snapshot 10');
  });

  it('connects anew while the primary lives, as often as it takes', async () => {
    const { fake } = await connected();

    await fake.close();
    await hears('snapshot 10', 'broken');
    await fake.listen();

    await hears('snapshot 10', 'broken', 'snapshot 10');
  });

  it('tells the end when the connection breaks and the primary is gone', async () => {
    const { child, pid } = await processes.node(IDLE);
    const { fake } = await connected({ pid });

    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    await fake.close();

    await hears('snapshot 10', 'end');
  });

  it('takes a process for gone whose pid is another one by now', async () => {
    const { pid } = await processes.node(IDLE);
    const fake = new FakePrimary({ dir: folder(), pid, record: { startedAt: Date.now() - 3_600_000 } });

    link = open(fake);

    await hears('end');
  });

  it('does not connect to a primary that writes another version in its record', async () => {
    const fake = await connect({ record: { protocol: 2 } });

    await hears('other version');
    assert.deepEqual(fake.clients, []);
    await assert.rejects(ask(), { code: 'runGone' });
  });

  it('does not insist where the primary says it speaks another version', async () => {
    const fake = await connect({
      greet: ({ say, socket }) => {
        say({ type: 'error', code: 'badVersion', message: 'I speak version 2.' });
        socket.end();
      },
    });

    await hears('other version');
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(fake.clients.length, 1);
  });

  it('does not insist where its token is wrong', async () => {
    const fake = await connect({ greet: ({ say }) => say({ type: 'error', code: 'badToken', message: 'No.' }) });

    await eventually('the warning', () => (log.warnings.some((line) => /badToken/.test(line)) ? true : undefined));
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(fake.clients.length, 1);
  });

  describe('asked for something', () => {
    it('gives each request its own answer, in whatever order they come', async () => {
      const { fake, client } = await connected();
      const answers = Promise.all([ask(), ask()]);
      const first = await fake.request(client, 0);
      const second = await fake.request(client, 1);

      client.say({ type: 'result', id: second.id, value: 'second' });
      client.say({ type: 'result', id: first.id, value: 'first' });

      assert.deepEqual(await answers, ['first', 'second']);
    });

    it('rejects with the reason of the primary', async () => {
      const { fake, client } = await connected();
      const answer = ask();
      const { id } = await fake.request(client, 0);

      client.say({ type: 'error', id, code: 'stopping', message: 'The run is stopping.' });

      await assert.rejects(answer, (error) => {
        assert.ok(error instanceof RefusedError);
        assert.equal(error.code, 'refused');
        assert.equal(error.refusal, 'stopping');
        assert.match(error.message, /The run is stopping\./);
        assert.notEqual(error.hint, '');
        return true;
      });
    });

    it('rejects when the link breaks before the answer', async () => {
      const { fake, client } = await connected();
      const answer = ask();
      await fake.request(client, 0);

      client.socket.destroy();

      await assert.rejects(answer, (error) => error instanceof ClusterError && error.code === 'linkBroken');
    });

    it('rejects at once where there is no link', async () => {
      await connect({ greet: () => {} });

      await assert.rejects(ask(), { code: 'linkBroken' });
    });

    it('ignores an answer that nobody waits for', async () => {
      const { client } = await connected();

      client.say({ type: 'result', id: 99 });
      client.say(online(11));

      await hears('snapshot 10', 'event 11');
    });
  });

  describe('told what to watch', () => {
    it('tells the primary once, and again after it connected anew', async () => {
      const { fake, client } = await connected();

      link?.watch({ metrics: true, log: false });
      link?.watch({ metrics: true, log: false });
      const request = await fake.request(client, 0);
      client.socket.destroy();
      const again = await fake.request(await fake.client(1), 0);

      for (const { id: _id, ...body } of [request, again]) {
        assert.deepEqual(body, { type: 'watch', metrics: true, log: false });
      }
      assert.equal(client.requests.length, 1);
    });
  });
});
