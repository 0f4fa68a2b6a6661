/**
 * The worker's half of `reusePort`: what the app listens to over TCP is asked of Node's cluster as a socket of this slot
 * that shares its port, instead of the socket of all workers. Everything else goes on as under the system's scheduling:
 * the primary binds the socket and keeps it while a process of the slot has it, so a reload hands it on without closing
 * it, and what waits in its queue is not lost. UNIX sockets, datagrams and given descriptors stay shared.
 */
import type cluster from 'node:cluster';
import type { Server } from 'node:net';
import { SHARES_PORT } from '../channel';

interface ListenQuery {
  readonly address: string | null;
  readonly port: number;
  readonly addressType: number | string;
  readonly fd?: number | undefined;
  readonly flags?: number | undefined;
}

/** The error as libuv numbers it, and the handle. */
type Done = (error: number, handle: unknown) => void;
type GetServer = (server: Server, query: ListenQuery, done: Done) => unknown;

/** Asks for own sockets from now on. */
export function askForOwnSockets(workerCluster: typeof cluster, slot: number): void {
  const internals = workerCluster as unknown as { _getServer?: GetServer };
  const getServer = internals._getServer;
  if (typeof getServer !== 'function') return;
  const { errno } = (require('node:os') as typeof import('node:os')).constants;
  const addresses = new Addresses();
  internals._getServer = function askForOwn(server, query, done) {
    if (!isTcp(query)) return getServer.call(this, server, query, done);
    const settle = addresses.take(server, query);
    if (!settle) return process.nextTick(done, -errno.EADDRINUSE, null);
    return getServer.call(this, server, ownSocket(query, slot), (error, handle) => {
      settle();
      done(error, handle);
    });
  };
}

function isTcp({ addressType, fd }: ListenQuery): boolean {
  return (addressType === 4 || addressType === 6) && fd === undefined;
}

/** Node tells sockets apart by address, port and descriptor; a negative descriptor is none, and so can name the slot. */
function ownSocket(query: ListenQuery, slot: number): ListenQuery {
  return { ...query, flags: (query.flags ?? 0) | SHARES_PORT, fd: -slot };
}

/** The addresses of this worker: a second server at one of them is refused, as it is where ports are not shared. */
class Addresses {
  private readonly servers = new Map<string, Server>();
  private readonly asked = new Set<Server>();

  /** Takes an address for a server; the answer is called when the server listens or has failed to. */
  take(server: Server, { address, port, addressType }: ListenQuery): (() => void) | undefined {
    const name = `${address}:${port}:${addressType}`;
    const holder = this.servers.get(name);
    if (port !== 0 && holder && (holder.listening || this.asked.has(holder))) return undefined;
    this.servers.set(name, server);
    this.asked.add(server);
    return () => this.asked.delete(server);
  }
}
