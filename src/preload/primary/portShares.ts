/**
 * The primary's half of `reusePort`: it sees what each worker asks of Node's cluster and keeps the sockets of one run
 * on one port, apart from everybody else's. The first socket at an address is tried without sharing, or a second run of
 * the same user would get its part of the connections and no error; a port that the system chooses is the same for all;
 * and so are the keys of TLS tickets, or a client could resume its session at one worker only.
 */
import type { Worker } from 'node:cluster';
import net from 'node:net';
import { SHARES_PORT } from '../channel';

/** A worker's wish to listen, as Node sends it; what is changed here is what Node acts on. */
export interface Query {
  readonly cmd?: string;
  readonly act?: string;
  readonly address?: string | null;
  port?: number;
  readonly addressType?: number | string;
  /** Counts the servers of a worker at one address; tells those apart that ask for any port. */
  readonly index?: number;
  flags?: number;
  data?: unknown;
  /** On `close`: the address in Node's words. */
  readonly key?: string;
}

interface Share {
  readonly port: number;
  readonly data: unknown;
  /** How Node's key for a socket at this address begins; the worker's part follows. */
  readonly keyPrefix: string;
  readonly holders: Set<Worker>;
}

/** Tries to have an address alone: its port, or nothing where somebody has it. */
export type TryAlone = (query: Query) => number | undefined;

export class PortShares {
  private readonly shares = new Map<string, Share>();

  constructor(private readonly tryAlone: TryAlone = bindAlone) {}

  /** Follows a worker that was just forked. */
  watch(worker: Worker): void {
    // Before Node's own handler, which binds the socket.
    worker.process.prependListener('internalMessage' as 'message', (message) => {
      const query = message as unknown as Query;
      if (query?.act === 'queryServer' && ((query.flags ?? 0) & SHARES_PORT) !== 0) this.answer(query, worker);
      else if (query?.act === 'close' && query.key !== undefined) this.closed(query.key, worker);
    });
    worker.process.once('exit', () => {
      for (const { holders } of this.shares.values()) holders.delete(worker);
    });
  }

  private answer(query: Query, worker: Worker): void {
    const { address, port = 0, addressType, index } = query;
    const name = `${address}:${port}:${addressType}${port === 0 ? `:${index}` : ''}`;
    const known = this.shares.get(name);
    const isServed = known !== undefined && known.holders.size > 0;
    const found = isServed ? known.port : this.tryAlone({ ...query, port: known?.port ?? port });
    // Nobody is to share then: Node's own attempt fails, with the error that a plain app would get.
    if (found === undefined) {
      query.flags = (query.flags ?? 0) & ~SHARES_PORT;
      return;
    }
    const keyPrefix = `${address}:${found}:${addressType}:`;
    const share = known ?? { port: found, data: query.data, keyPrefix, holders: new Set<Worker>() };
    this.shares.set(name, share);
    share.holders.add(worker);
    query.port = share.port;
    query.data = share.data;
  }

  private closed(key: string, worker: Worker): void {
    for (const { keyPrefix, holders } of this.shares.values()) if (key.startsWith(keyPrefix)) holders.delete(worker);
  }
}

interface BoundHandle {
  getsockname(out: { port?: number }): number;
  close(): void;
}

type CreateHandle = (...query: unknown[]) => BoundHandle | number;
/** Not documented; the same on Node 18 to 26. */
const internals = net as unknown as { readonly _createServerHandle?: CreateHandle };

/** Whether this Node has what it takes to try an address. */
export function canTryAlone(): boolean {
  return typeof internals._createServerHandle === 'function';
}

/** Binds the address without sharing and lets go of it at once. It never listens, so no client can come in between. */
function bindAlone({ address, port, addressType, flags = 0 }: Query): number | undefined {
  const handle = internals._createServerHandle?.(address, port, addressType, undefined, flags & ~SHARES_PORT);
  if (handle === undefined || typeof handle === 'number') return undefined;
  const bound: { port?: number } = {};
  // Here and not by `bind` libuv says that an address is taken.
  const problem = handle.getsockname(bound);
  handle.close();
  return problem === 0 ? bound.port : undefined;
}
