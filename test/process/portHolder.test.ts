import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { findPortHolder } from '../../src/host/portHolder';
import { findFreePort } from '../support/exampleApp';

describe('the holder of a port', () => {
  it('is named with its pid and its command', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();

    const holder = await findPortHolder(typeof address === 'object' ? (address?.port ?? 0) : 0);

    assert.equal(holder?.pid, process.pid);
    assert.match(holder?.command ?? '', /node/);
    server.close();
  });

  it('is nobody where the port is free', async () => {
    assert.equal(await findPortHolder(await findFreePort()), undefined);
  });
});
