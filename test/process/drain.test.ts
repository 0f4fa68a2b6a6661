/**
 * Workers that leave are not missed: whatever protocol they serve, whatever they do with a signal, and whether they are
 * replaced, too large, stuck, or one too many.
 */
import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import http2 from 'node:http2';
import https from 'node:https';
import { connect } from 'node:net';
import path from 'node:path';
import { WebSocket } from 'ws';
import type { Sample } from '../../src/shared/runInfo';
import { type ClusterRun, type RunOptions, useRuns } from '../support/clusterRun';
import { get, isAlive } from '../support/exampleApp';
import { Load } from '../support/load';
import { eventually } from '../support/vscode/eventually';

/** Asks for a reload and answers its end. */
async function reload(run: ClusterRun): Promise<string | undefined> {
  const wire = await run.wire();
  await wire.request({ type: 'reload' });
  const over = await wire.until(
    (message) => message.type === 'run' && message.run.reload !== undefined && message.run.reload.state !== 'running',
  );
  return over.type === 'run' ? over.run.reload?.state : undefined;
}

/** Three clients that ask one request after the other until they are told to stop; answers all statuses. */
function keepAsking(ask: () => Promise<number | undefined>): { stop(): Promise<unknown[]> } {
  let isOver = false;
  const statuses: unknown[] = [];
  const client = async (): Promise<void> => {
    while (!isOver) statuses.push(await ask().catch(String));
  };
  const clients = [client(), client(), client()];
  return {
    async stop() {
      isOver = true;
      await Promise.all(clients);
      return statuses;
    },
  };
}

const serving = (kind: string, more: Partial<RunOptions> = {}): RunOptions => ({
  app: 'protocols.js',
  ...more,
  env: { KIND: kind, ...more.env },
});

/** Frames of HTTP/2: empty settings, and the client's goodbye. */
const SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
const GOAWAY = Buffer.from([0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

/** The pid of the worker that a datagram reaches. */
async function askByDatagram(socket: Socket, port: number): Promise<number> {
  socket.send('who?', port, '127.0.0.1');
  const [answer] = await once(socket, 'message', { signal: AbortSignal.timeout(1000) });
  return Number(answer);
}

describe('a reload', () => {
  const start = useRuns();

  it('loses no request over https', async () => {
    const run = await start(serving('https'));
    await run.untilListening(2);
    const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false });
    const ask = async (): Promise<number> => {
      const request = https.get({ host: '127.0.0.1', port: run.port, agent });
      const [response] = await once(request, 'response');
      response.resume();
      await once(response, 'end');
      return response.statusCode;
    };
    const asking = keepAsking(ask);
    const state = await reload(run);
    const statuses = await asking.stop();

    assert.equal(state, 'done');
    assert.ok(statuses.length > 10 && statuses.every((status) => status === 200), String(statuses));
    agent.destroy();
  });

  it('ends http2 sessions in order: streams that are open are answered, and only then the session closes', async () => {
    const run = await start(serving('http2'));
    await run.untilListening(2);
    const session = http2.connect(`http://127.0.0.1:${run.port}`);
    await once(session, 'remoteSettings');
    const order: string[] = [];
    const ask = async (path: string): Promise<unknown> => {
      const stream = session.request({ ':path': path });
      const answered = once(stream, 'end').then(() => order.push(path));
      const [headers] = await once(stream.resume(), 'response');
      await answered;
      return headers[':status'];
    };

    const answers = ['/slow/1500', '/slow/2000'].map(ask);
    const told = once(session, 'goaway').then(() => order.push('goaway'));
    const closed = once(session, 'close').then(() => order.push('close'));
    const state = await reload(run);
    const statuses = await Promise.all(answers);
    await Promise.all([told, closed]);

    assert.deepEqual([state, statuses], ['done', [200, 200]]);
    assert.deepEqual(order, ['goaway', '/slow/1500', '/slow/2000', 'close']);
  });

  it('ends an http2 session whose client has gone, but not hung up, as well as the others', async () => {
    const run = await start(serving('http2', { parameters: { workers: 1, drainTimeout: 3000 } }));
    await run.untilListening(1);
    const gone = connect({ port: run.port, host: '127.0.0.1', allowHalfOpen: true });
    gone.write(Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), SETTINGS, GOAWAY]));
    await once(gone.resume(), 'end');
    const session = http2.connect(`http://127.0.0.1:${run.port}`);
    const stream = session.request({ ':path': '/slow/1000' });
    const answered = once(stream.resume(), 'response');
    await once(session, 'remoteSettings');

    const reloaded = reload(run);
    const [headers] = await answered;

    assert.equal(headers[':status'], 200);
    assert.equal(await reloaded, 'done');
    assert.equal(run.stderr, '');
    gone.destroy();
  });

  it('closes WebSockets of the ws library with 1001 after the grace', async () => {
    const run = await start(serving('websocket'));
    await run.untilListening(2);
    const socket = new WebSocket(`ws://127.0.0.1:${run.port}`);
    await once(socket, 'message');

    const closed = once(socket, 'close');
    const state = await reload(run);
    const [code] = await closed;

    assert.equal(code, 1001);
    assert.equal(state, 'done');
  });

  it('lets plain connections live until the deadline, and then goes on', async () => {
    const run = await start(serving('net', { parameters: { drainTimeout: 500 } }));
    await run.untilListening(2);
    const socket = connect(run.port, '127.0.0.1');
    socket.write('still here?');
    await once(socket, 'data');

    const ended = once(socket, 'close');
    const state = await reload(run);
    await ended;

    assert.equal(state, 'done');
  });

  it('loses no request over a UNIX socket', async function () {
    if (process.platform === 'win32') this.skip();
    const socketPath = path.join('/tmp', `nc-${process.pid}-${Date.now()}.sock`);
    const run = await start(serving('unix', { env: { SOCKET: socketPath } }));
    const [worker] = await run.untilListening(2);

    const asking = keepAsking(async () => (await get({ socketPath, path: '/', agent: false })).status);
    const state = await reload(run);
    const statuses = await asking.stop();

    assert.deepEqual(worker?.addresses, [{ path: socketPath }]);
    assert.equal(state, 'done');
    assert.ok(statuses.length > 10 && statuses.every((status) => status === 200), String(statuses));
  });

  it('replaces workers of an app that never listens once they have stayed up', async () => {
    const run = await start(serving('none'));
    const wire = await run.wire();
    const before = await wire.untilWorkers((all) => all.length === 2 && all.every(({ state }) => state === 'online'));

    const state = await reload(run);

    assert.equal(state, 'done');
    assert.notEqual(wire.workers.get(1)?.pid, before[0]?.pid);
  });
});

describe('a worker that', () => {
  const start = useRuns();

  it('is one too many finishes its requests first', async () => {
    const run = await start({ app: 'plain.js', parameters: { workers: 4 } });
    await run.untilListening(4);
    const load = new Load({ port: run.port, clients: 16, keepAlive: true });

    await (await run.wire()).request({ type: 'scale', workers: 1 });
    await run.untilListening(1);
    const { failed, hung } = await load.stop();

    assert.deepEqual([failed, hung], [[], 0]);
  });

  it('is one too many gets no more datagrams, and finishes its requests all the same', async () => {
    const run = await start(serving('udp'));
    const wire = await run.wire();
    const workers = await wire.untilWorkers(
      (all) => all.filter(({ addresses }) => addresses.length === 2).length === 2,
    );
    const requests = Array.from({ length: 10 }, () => run.ask('/slow/5000'));
    const socket = createSocket('udp4').unref();
    await wire.request({ type: 'watch', metrics: true, log: false });
    const isBusy = ({ slot, inFlight }: Sample): boolean => slot === 2 && inFlight > 0;
    await wire.until((message) => message.type === 'metrics' && message.samples.some(isBusy));

    await wire.request({ type: 'scale', workers: 1 });
    await eventually('fifty datagrams in a row for the worker that stays', async () => {
      for (let count = 0; count < 50; count++)
        if ((await askByDatagram(socket, run.port)) !== workers[0]?.pid) return undefined;
      return true;
    });
    const states = [...wire.workers.values()].map(({ state }) => state);
    const answers = await Promise.all(requests);

    assert.deepEqual(states, ['listening', 'draining']);
    assert.ok(workers[1]?.addresses.some(({ port, udp }) => port === run.port && udp));
    assert.deepEqual(new Set(answers.map(Number)), new Set(workers.map(({ pid }) => pid)));
    assert.equal(run.stderr, '');
  });

  it('uses more memory than it may is replaced while it drains, and no request is lost', async () => {
    const run = await start({ app: 'hungry.js', parameters: { workers: 2, memoryLimit: 90 } });
    const before = await run.untilListening(2);
    const wire = await run.wire();
    const load = new Load({ port: run.port, clients: 4, keepAlive: true });

    const large = Number(await run.ask('/grow'));
    const slot = before.find(({ pid }) => pid === large)?.slot;
    await wire.until(
      (message) => message.type === 'worker' && message.change === 'replaced' && message.worker.slot === slot,
    );
    const { failed, hung } = await load.stop();

    assert.deepEqual([failed, hung], [[], 0]);
    await wire.until(
      (message) => message.type === 'run' && message.run.notices.some(({ code }) => code === 'memoryLimit'),
    );
  });

  it('does not answer for too long is killed and replaced where that is asked for', async () => {
    const run = await start({ app: 'plain.js', parameters: { unresponsiveTimeout: 2500 } });
    await run.untilListening(2);
    const wire = await run.wire();

    await run.ask('/spin');
    const after = await wire.untilWorkers((all) =>
      all.some(({ restarts, state }) => restarts === 1 && state === 'listening'),
    );

    const replaced = after.find(({ restarts }) => restarts === 1);
    assert.equal(replaced?.lastExit?.reason, 'killed by us');
    assert.equal(replaced?.lastExit?.signal, 'SIGKILL');
  });

  it('swallows SIGTERM is killed after the stop timeout, of which the run tells', async () => {
    const run = await start({ app: 'stubborn.js', parameters: { stopTimeout: 500 } });
    const workers = await run.untilListening(2);

    const wire = await run.wire();
    await wire.request({ type: 'stop' });
    await run.exited;

    assert.equal(wire.snapshot.run.stopTimeout, 500);
    assert.match(run.stdout, /SIGTERM swallowed/);
    for (const { pid } of workers) assert.equal(isAlive(pid ?? 0), false);
  });

  it('swallows SIGTERM is killed at once by a forced stop', async () => {
    const run = await start({ app: 'stubborn.js', parameters: { stopTimeout: 60_000 } });
    await run.untilListening(2);
    const wire = await run.wire();

    await wire.request({ type: 'stop' });
    await wire.request({ type: 'stop', force: true });

    assert.deepEqual(await run.exited, { code: 0, signal: null });
  });
});
