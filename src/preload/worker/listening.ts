/**
 * Servers that the cluster does not see. With `exclusive` or `reusePort` a worker binds its port itself and no
 * `listening` event reaches the primary, so the probe says that it is ready.
 */
import type { Server } from 'node:net';
import type { ListeningAddress } from '../../shared/runInfo';
import type { FromWorker } from '../channel';

/**
 * Reports servers as they begin to listen, but for those that are to be left out. Node 18 has no such channel: there, only
 * shared servers are seen.
 */
export function reportExclusiveServers(
  tell: (message: FromWorker) => void,
  isLeftOut: (server: Server) => boolean,
): void {
  const { subscribe } = require('node:diagnostics_channel') as typeof import('node:diagnostics_channel');
  subscribe('tracing:net.server.listen:asyncEnd', (message) => {
    const { server } = message as { server: Server };
    const address = isLeftOut(server) ? undefined : addressOf(server);
    if (address) tell({ op: 'listening', address });
  });
}

function addressOf(server: Server): ListeningAddress | undefined {
  const address = server.address();
  if (address === null) return undefined;
  if (typeof address === 'string') return { path: address };
  return { port: address.port, ...(isAny(address.address) ? {} : { host: address.address }) };
}

function isAny(host: string): boolean {
  return host === '::' || host === '0.0.0.0' || host === '';
}
