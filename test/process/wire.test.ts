/**
 * The primary's end of the wire: who may connect, what a hostile client gets, and that none of it reaches the app.
 */
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import type { Answer, PrimaryMessage } from '../../src/shared/protocol';
import { type ClusterRun, NODE_VERSION, useRuns } from '../support/clusterRun';
import { WireClient } from '../support/wireClient';

const isError = (message: PrimaryMessage): message is Extract<Answer, { type: 'error' }> => message.type === 'error';

async function connect(run: ClusterRun): Promise<WireClient> {
  return WireClient.connect((await run.record()).endpoint);
}

async function errorCode(client: WireClient): Promise<string> {
  const error = await client.until(isError);
  return isError(error) ? error.code : '';
}

describe('the wire', () => {
  const start = useRuns();

  it('gives each client a snapshot, and then the same events without a gap', async () => {
    const run = await start({ app: 'plain.js' });
    const first = await run.wire();
    const second = await WireClient.open(await run.record());
    await run.untilListening(2);

    await first.request({ type: 'fork' });
    await run.untilListening(3);
    await second.untilWorkers((all) => all.length === 3 && all.every(({ state }) => state === 'listening'));

    // The client itself throws when a number is left out.
    assert.deepEqual([...second.workers], [...first.workers]);
    second.close();
  });

  it('tells a later client what happened before, restarts and exits included', async () => {
    const run = await start({ app: 'plain.js' });
    await run.untilListening(2);
    await run.ask('/crash');
    await (await run.wire()).untilWorkers((all) => all.some(({ restarts }) => restarts === 1));

    const late = await WireClient.open(await run.record());

    const exit = late.snapshot.history.find(({ change }) => change === 'exited');
    assert.equal(exit?.exit?.reason, 'uncaught error');
    assert.equal(
      late.snapshot.workers.reduce((sum, { restarts }) => sum + restarts, 0),
      1,
    );
    late.close();
  });

  it('says which servers speak TLS, in one word with where they listen', async function () {
    if ((NODE_VERSION[0] ?? 0) < 20) this.skip();
    const run = await start({ app: 'protocols.js', env: { KIND: 'https' } });

    const workers = await run.untilListening(2);

    assert.deepEqual(
      workers.map(({ addresses }) => addresses),
      [[{ port: run.port, tls: true }], [{ port: run.port, tls: true }]],
    );
    const late = await WireClient.open(await run.record());
    assert.equal(late.snapshot.history.filter(({ change }) => change === 'listening').length, 2);
    late.close();
  });

  it('reports samples once a second to who watches, and to nobody else', async () => {
    const run = await start({ app: 'plain.js' });
    await run.untilListening(2);
    const wire = await run.wire();
    const idle = await WireClient.open(await run.record());

    await wire.request({ type: 'watch', metrics: true, log: false });
    await run.ask();
    const busy = await wire.until(
      (message) =>
        message.type === 'metrics' &&
        message.samples.some(({ requests, totalRequests }) => requests + totalRequests > 0),
    );

    const sample = busy.type === 'metrics' ? busy.samples[0] : undefined;
    assert.ok((sample?.rss ?? 0) > 10_000_000 && (sample?.heapLimit ?? 0) > (sample?.heapUsed ?? 0));
    assert.ok((sample?.elu ?? -1) >= 0 && (sample?.elu ?? 2) <= 1);
    assert.equal(
      idle.messages.some(({ type }) => type === 'metrics'),
      false,
    );
    idle.close();
  });

  it('reports less often from a worker without work, and at once when it gets some', async () => {
    const run = await start({ app: 'plain.js', parameters: { workers: 1 } });
    await run.untilListening(1);
    const wire = await run.wire();
    await wire.request({ type: 'watch', metrics: true, log: false });
    await wire.until(
      (message) => message.type === 'metrics' && message.samples.some(({ interval }) => interval > 3000),
    );

    // Blocked for less time than lies between two beats of an idle worker.
    await run.ask('/block');

    await wire.untilWorkers(([worker]) => worker?.state === 'unresponsive');
    await run.untilListening(1);
  });

  it('gives a first sample whose rates are of a good part of a second, and whose totals are of all', async () => {
    const run = await start({ app: 'plain.js', parameters: { workers: 1 } });
    await run.untilListening(1);
    const wire = await run.wire();
    for (let count = 0; count < 30; count++) await run.ask();

    await wire.request({ type: 'watch', metrics: true, log: false });
    const first = await wire.until(({ type }) => type === 'metrics');

    const sample = first.type === 'metrics' ? first.samples[0] : undefined;
    assert.deepEqual([sample?.requests, sample?.totalRequests], [0, 30]);
    assert.ok((sample?.interval ?? 0) >= 500, `${sample?.interval}`);
  });

  it("keeps the workers' lines and sends new ones to who follows", async () => {
    const run = await start({ app: 'plain.js' });
    await run.untilListening(2);
    const wire = await run.wire();

    await run.untilPrinted(/#2 \| listening/);
    const kept = await wire.request({ type: 'log', worker: 2, lines: 10 });
    await wire.request({ type: 'watch', metrics: false, log: true });
    await run.ask('/crash');
    const followed = await wire.until(
      (message) => message.type === 'log' && message.lines.some(({ text }) => /^TypeError/.test(text)),
    );

    const { lines } = (kept as { value: { lines: { text: string; slot: number }[] } }).value;
    assert.deepEqual(
      lines.map(({ text, slot }) => [slot, text]),
      [[2, 'listening']],
    );
    assert.equal(followed.type === 'log' && followed.lines[0]?.stream, 'err');
  });

  for (const [what, line, code] of [
    ['a wrong token', { type: 'hello', protocol: 1, token: 'guess' }, 'badToken'],
    ['another version', { type: 'hello', protocol: 99, token: '' }, 'badVersion'],
    ['no hello', { type: 'stop', id: 1 }, 'badLine'],
    ['garbage', '\u0000\u0001}{\n', 'badLine'],
    ['a line of ten megabytes', 'x'.repeat(10 * 1024 * 1024), 'lineTooLong'],
  ] as const) {
    it(`refuses ${what} with ${code}, hangs up, and serves on`, async () => {
      const run = await start({ app: 'plain.js' });
      await run.untilListening(2);
      const client = await connect(run);

      client.write(line);

      assert.equal(await errorCode(client), code);
      await client.closed;
      assert.equal((await run.untilAnswered(2)).length, 2);
      assert.equal((await (await run.wire()).request({ type: 'watch', metrics: false, log: false })).type, 'result');
    });
  }

  it('answers wrong requests of a known client with a code and stays connected', async () => {
    const run = await start({ app: 'plain.js' });
    await run.untilListening(2);
    const wire = await run.wire();

    const answers = [
      await wire.request({ type: 'scale', workers: 0 }),
      await wire.request({ type: 'scale', workers: 'many' as unknown as number }),
      await wire.request({ type: 'kill', worker: 9, signal: 'SIGTERM' }),
      await wire.request({ type: 'explode' } as unknown as { type: 'fork' }),
      await wire.request({ type: '__proto__' } as unknown as { type: 'fork' }),
    ];

    assert.deepEqual(
      answers.map((answer) => answer.type === 'error' && answer.code),
      ['badArgument', 'badArgument', 'noSuchWorker', 'unknownRequest', 'unknownRequest'],
    );
  });

  it('lets nobody but its user into the run directory', async function () {
    if (process.platform === 'win32') this.skip();
    const run = await start({ app: 'plain.js' });
    await run.record();

    assert.equal(statSync(run.dir).mode & 0o777, 0o700);
  });
});

describe('the end of a primary', () => {
  const start = useRuns();

  it('by SIGKILL takes its idle workers along', async () => {
    const run = await start({ app: 'plain.js' });
    const workers = await run.untilListening(2);

    run.primary.kill('SIGKILL');
    await run.exited;

    const { eventually } = await import('../support/vscode/eventually');
    const { isAlive } = await import('../support/exampleApp');
    const gone = (): true | undefined => workers.every(({ pid }) => !isAlive(pid ?? 0)) || undefined;
    await eventually('the workers to be gone', gone, { timeout: 5000, interval: 20 });
  });

  it('removes its record and its socket when it ends in order', async () => {
    const run = await start({ app: 'plain.js' });
    await run.untilListening(2);

    run.primary.kill('SIGTERM');
    await run.exited;

    const { readdirSync } = await import('node:fs');
    assert.deepEqual(readdirSync(run.dir), []);
  });
});
