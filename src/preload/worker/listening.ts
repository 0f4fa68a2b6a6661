/**
 * What the cluster does not see of servers. With `exclusive` or `reusePort` a worker binds its port itself and no
 * `listening` event reaches the primary, so the probe says that it is ready. Of shared servers the primary hears, but not
 * that they speak TLS.
 */
import type { Server } from 'node:net';
import type { ListeningAddress } from '../../shared/runInfo';
import type { FromWorker } from '../channel';

export interface ReportedServers {
  readonly isOurs: (server: Server) => boolean;
  readonly isShared: (server: Server) => boolean;
}

/**
 * Reports the app's servers as they begin to listen, before Node itself tells the primary of a shared one. Node 18 has no
 * such channel: there, only shared servers are seen, and none as speaking TLS.
 */
export function reportServers(tell: (message: FromWorker) => void, { isOurs, isShared }: ReportedServers): void {
  const { subscribe } = require('node:diagnostics_channel') as typeof import('node:diagnostics_channel');
  subscribe('tracing:net.server.listen:asyncEnd', (message) => {
    const { server } = message as { server: Server };
    const address = isOurs(server) ? undefined : addressOf(server);
    if (address && (address.tls || !isShared(server))) tell({ op: 'listening', address });
  });
}

function addressOf(server: Server): ListeningAddress | undefined {
  const address = server.address();
  if (address === null) return undefined;
  if (typeof address === 'string') return { path: address };
  return {
    port: address.port,
    ...(isAny(address.address) ? {} : { host: address.address }),
    ...(speaksTls(server) ? { tls: true } : {}),
  };
}

/** Told by what every TLS server has, HTTPS and HTTP/2 included: to load the class would cost each worker its time. */
function speaksTls(server: Server): boolean {
  return 'setSecureContext' in server;
}

function isAny(host: string): boolean {
  return host === '::' || host === '0.0.0.0' || host === '';
}
