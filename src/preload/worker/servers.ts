/**
 * The servers that this worker has open, as drain and natural exit need them. Servers that the primary shares out are
 * seen where they ask the cluster for their port, those with a port of their own where Node says that they listen.
 */
import type cluster from 'node:cluster';
import { Server } from 'node:net';

/** What asks the cluster for its port: a server, or a datagram socket. */
type Asker = NodeJS.EventEmitter;
/** An error as libuv numbers it, and the handle. */
type Done = (error: unknown, handle: unknown) => void;
type GetServer = (asker: Asker, options: unknown, done: Done) => unknown;

export interface Http2Session extends NodeJS.EventEmitter {
  goaway(code: number, lastStreamId: number): void;
  close(): void;
  readonly destroyed: boolean;
}

/** A datagram socket, as Node itself has it. */
export interface DatagramHandle {
  recvStop(): void;
}

export interface OpenServers {
  /** The sessions of all HTTP/2 servers that can still be spoken to. One that waits for its client to hang up cannot. */
  http2Sessions(): readonly Http2Session[];
  /** The datagram sockets that the primary shares out. */
  datagramHandles(): Iterable<DatagramHandle>;
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
  const shared = new WeakSet<Asker>();
  const datagrams = new Map<Asker, DatagramHandle>();
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
  hookSharedServers(workerCluster, (asker) => {
    const isServer = asker instanceof Server;
    if (isServer) follow(asker);
    shared.add(asker);
    count(1);
    const release = (): void => {
      shared.delete(asker);
      datagrams.delete(asker);
      count(-1);
    };
    asker.once('close', release);
    const failed = (): void => {
      asker.removeListener('close', release);
      if (isServer) all.delete(asker);
      process.nextTick(release);
    };
    return (error, handle) => {
      if (error) failed();
      else if (!isServer) datagrams.set(asker, handle as DatagramHandle);
    };
  });
  const { subscribe } = require('node:diagnostics_channel') as typeof import('node:diagnostics_channel');
  // Node 18 has no such channel; there, only shared servers are followed.
  subscribe('tracing:net.server.listen:asyncEnd', (message) => follow((message as { server: Server }).server));
  return {
    all,
    http2Sessions: () => [...http2Sessions].filter(({ destroyed }) => !destroyed),
    datagramHandles: () => datagrams.values(),
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

/** Every listen() or bind() of a worker that is not exclusive goes through `cluster._getServer`; `onAsk` says who hears the answer. */
function hookSharedServers(workerCluster: typeof cluster, onAsk: (asker: Asker) => Done): void {
  const internals = workerCluster as unknown as { _getServer?: GetServer };
  const getServer = internals._getServer;
  if (typeof getServer !== 'function') return;
  internals._getServer = function shareServer(asker, options, done) {
    const answered = onAsk(asker);
    return getServer.call(this, asker, options, (...answer) => {
      answered(...answer);
      done(...answer);
    });
  };
}
