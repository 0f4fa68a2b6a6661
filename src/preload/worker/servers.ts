/**
 * The servers that this worker has open, as drain and natural exit need them. Servers that the primary shares out are
 * seen where they ask the cluster for their port, those with a port of their own where Node says that they listen.
 */
import type cluster from 'node:cluster';
import type { Server } from 'node:net';

type Done = (...results: unknown[]) => void;
type GetServer = (server: Server, options: unknown, done: Done) => unknown;

export interface Http2Session extends NodeJS.EventEmitter {
  goaway(code: number, lastStreamId: number): void;
  close(): void;
}

export interface OpenServers {
  /** The open sessions of all HTTP/2 servers. */
  readonly http2Sessions: ReadonlySet<Http2Session>;
  /** All that listen now, or are about to. */
  readonly all: ReadonlySet<Server>;
  /** Whether the primary shares it out, so that it knows itself when the server listens. */
  isShared(server: Server): boolean;
  /** How many connections are open to them now. */
  connections(): number;
  /** Called when the number of servers that the primary shares out changes. */
  onSharedChange(listener: (count: number) => void): void;
}

/** Follows the servers of this worker from now on, but for those of ours. */
export function followServers(workerCluster: typeof cluster, ownServers: WeakSet<Server>): OpenServers {
  const all = new Set<Server>();
  const shared = new WeakSet<Server>();
  let sharedCount = 0;
  let listener = (_count: number): void => {};
  const http2Sessions = new Set<Http2Session>();
  // Node has no list of an HTTP/2 server's sessions before version 26.
  const followSession = (session: Http2Session): void => {
    http2Sessions.add(session);
    session.once('close', () => http2Sessions.delete(session));
  };
  const follow = (server: Server): void => {
    if (all.has(server) || ownServers.has(server)) return;
    all.add(server);
    server.once('close', () => all.delete(server));
    if (/Http2/.test(server.constructor.name)) server.on('session', followSession);
  };
  const count = (change: 1 | -1): void => {
    sharedCount += change;
    listener(sharedCount);
  };
  hookSharedServers(workerCluster, (server, asked) => {
    follow(server);
    shared.add(server);
    count(1);
    const release = (): void => {
      shared.delete(server);
      count(-1);
    };
    server.once('close', release);
    asked.onFailure(() => {
      server.removeListener('close', release);
      all.delete(server);
      process.nextTick(release);
    });
  });
  const { subscribe } = require('node:diagnostics_channel') as typeof import('node:diagnostics_channel');
  // Node 18 has no such channel; there, only shared servers are followed.
  subscribe('tracing:net.server.listen:asyncEnd', (message) => follow((message as { server: Server }).server));
  return {
    all,
    http2Sessions,
    isShared: (server) => shared.has(server),
    connections: () => countConnections(all),
    onSharedChange(next) {
      listener = next;
    },
  };
}

/** Node counts them itself; its public way to ask answers later, when a worker that dies now is gone. */
function countConnections(servers: Iterable<Server>): number {
  let sum = 0;
  for (const server of servers) sum += (server as Server & { readonly _connections?: number })._connections ?? 0;
  return sum;
}

interface Asked {
  onFailure(handler: () => void): void;
}

/** Every listen() of a worker that is not exclusive goes through `cluster._getServer`. */
function hookSharedServers(workerCluster: typeof cluster, onAsk: (server: Server, asked: Asked) => void): void {
  const internals = workerCluster as unknown as { _getServer?: GetServer };
  const getServer = internals._getServer;
  if (typeof getServer !== 'function') return;
  internals._getServer = function shareServer(server, options, done) {
    let failed = (): void => {};
    onAsk(server, {
      onFailure: (handler) => {
        failed = handler;
      },
    });
    return getServer.call(this, server, options, (...results) => {
      if (results[0]) failed();
      done(...results);
    });
  };
}
