import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Incarnation } from '../../src/preload/primary/incarnation';
import { isInspected, openBySignal } from '../../src/preload/primary/openBySignal';

describe('a worker that was never started', () => {
  it('is sent no signal: its pid would mean all processes of this group', async () => {
    const refuse = (code: string): Error => new Error(code);

    await assert.rejects(openBySignal({ pid: 0 } as Incarnation, refuse), /noSuchWorker/);
  });
});

describe('the port of an inspector', () => {
  const cleanUps: (() => void)[] = [];
  afterEach(() => {
    for (const cleanUp of cleanUps.splice(0)) cleanUp();
  });

  async function processWith(answer: RequestListener): Promise<Incarnation> {
    const server = createServer(answer).listen(0, '127.0.0.1');
    cleanUps.push(() => server.close().closeAllConnections());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const worker = { process: { spawnargs: ['node', `--inspect-port=${port}`] } };
    return { pid: process.pid, worker } as unknown as Incarnation;
  }

  it('is one where an inspector answers', async () => {
    const targets = JSON.stringify([{ webSocketDebuggerUrl: 'ws://127.0.0.1/1' }]);
    const inspected = await processWith((_request, response) => response.end(targets));

    assert.equal(await isInspected(inspected), true);
  });

  it('is none where another program begins an answer and never ends it', async () => {
    const inspected = await processWith((_request, response) => {
      const more = setInterval(() => response.write('data: more\n\n'), 20);
      response.on('close', () => clearInterval(more));
    });

    assert.equal(await isInspected(inspected), false);
  });
});
