/**
 * The private way from worker to worker: each has a UNIX socket (a pipe on Windows) in a folder that only this user may
 * enter, named by its tag. Who connects says in one line what the client's connection is like, with the run's secret;
 * from then on the connection is one of the app's server, which sees the client's address on it.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { StickyParameters } from '../channel';

const LONGEST_PRELUDE = 16 * 1024;

/** What the app can ask a connection about its client. */
interface ClientFacts {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
  readonly remoteFamily?: string | undefined;
  readonly localAddress?: string | undefined;
  readonly localPort?: number | undefined;
  readonly tls?: {
    readonly protocol: string | null;
    readonly cipher: unknown;
    readonly servername?: string | false | null | undefined;
    readonly alpnProtocol?: string | false | null | undefined;
  };
}

interface Entry {
  readonly secret: string;
  /** Which of the app's servers it is about. */
  readonly server: string;
  readonly client: ClientFacts;
}

interface Errand {
  readonly secret: string;
  /** The session whose waiting request is to be answered. */
  readonly session: string;
}

type Prelude = Entry | Errand;

type PeerOptions = Pick<StickyParameters, 'prefix' | 'secret'>;

/** What a peer answers when it lets somebody in. Only then may requests follow: they are read by other code. */
const WELCOME = '\n';

export type Connected = (error: Error | null, socket?: Socket) => void;

export interface PeerAddress {
  readonly tag: string;
  /** Which of the app's servers it is about. */
  readonly server: string;
  readonly client: Socket;
}

/** Opens a connection to another process, as if it were the client's own; fails where that process is gone. */
export function connectPeer(
  { prefix, secret }: PeerOptions,
  { tag, server, client }: PeerAddress,
  done: Connected,
): Socket {
  const prelude: Entry = { secret, server, client: factsOf(client) };
  const socket = connect(`${prefix}${tag}`, () => socket.write(`${JSON.stringify(prelude)}\n`));
  const fail = (error?: Error | boolean): void => {
    settle();
    done(error instanceof Error ? error : new Error('the owner of the session is gone'));
  };
  const welcome = (): void => {
    settle();
    done(null, socket);
  };
  const settle = (): void => {
    socket.removeListener('error', fail).removeListener('close', fail).removeListener('data', welcome);
  };
  return socket.once('error', fail).once('close', fail).once('data', welcome);
}

/** Asks another process to answer at once what a client of that session waits for. Who is gone need not be asked. */
export function askForAnswer({ prefix, secret }: PeerOptions, tag: string, session: string): void {
  const errand: Errand = { secret, session };
  const socket = connect(`${prefix}${tag}`, () => socket.end(`${JSON.stringify(errand)}\n`));
  socket.on('error', () => {});
}

type Entrance = (socket: Socket) => void;

export interface EndpointOptions {
  readonly secret: string;
  /** Where connections for a server go, if there is that server. */
  readonly entranceOf: (server: string) => Entrance | undefined;
  /** Answers what the client of a session waits for. */
  readonly answer: (session: string) => void;
}

/** Makes this process's endpoint, which its peers connect to. */
export function createEndpoint({ secret, entranceOf, answer }: EndpointOptions): Server {
  const endpoint = createServer({ allowHalfOpen: true }, (socket) => {
    // A peer that goes away in the middle of its line; later errors are the server's business.
    const ignore = (): void => {};
    socket.on('error', ignore);
    readPrelude(socket, (line) => {
      const prelude = parsePrelude(line, secret);
      if (prelude && 'session' in prelude) answer(prelude.session);
      const enter = prelude && 'server' in prelude && entranceOf(prelude.server);
      if (!enter) return socket.destroy();
      disguise(socket, prelude.client);
      socket.write(WELCOME);
      enter(socket);
      return socket.removeListener('error', ignore);
    });
  });
  // Without an endpoint the peers answer themselves.
  return endpoint.on('error', () => {}).unref();
}

function factsOf(client: Socket): ClientFacts {
  const { remoteAddress, remotePort, remoteFamily, localAddress, localPort } = client;
  const facts = { remoteAddress, remotePort, remoteFamily, localAddress, localPort };
  if (!('encrypted' in client)) return facts;
  const secure = client as TLSSocket & { servername?: string };
  const { servername, alpnProtocol } = secure;
  return { ...facts, tls: { protocol: secure.getProtocol(), cipher: secure.getCipher(), servername, alpnProtocol } };
}

function readPrelude(socket: Socket, done: (line: string) => void): void {
  let read = '';
  const hear = (chunk: Buffer): void => {
    read += chunk;
    if (!read.endsWith('\n') && read.length <= LONGEST_PRELUDE) return;
    socket.removeListener('data', hear);
    done(read);
  };
  socket.on('data', hear);
}

function parsePrelude(line: string, secret: string): Prelude | undefined {
  try {
    const prelude = JSON.parse(line) as Prelude;
    return prelude.secret === secret ? prelude : undefined;
  } catch {
    return undefined;
  }
}

/** Gives a connection of a peer the looks of the client's. */
function disguise(socket: Socket, { tls, ...facts }: ClientFacts): void {
  const { localAddress: address, localPort: port, remoteFamily: family } = facts;
  const shown: Record<string, unknown> = { ...facts, address: () => ({ address, port, family }) };
  if (tls) {
    const { protocol, cipher, servername, alpnProtocol } = tls;
    const answers = { getProtocol: () => protocol, getCipher: () => cipher, getPeerCertificate: () => ({}) };
    Object.assign(shown, { encrypted: true, authorized: false, servername, alpnProtocol, ...answers });
  }
  for (const [name, value] of Object.entries(shown)) {
    Object.defineProperty(socket, name, { value, configurable: true, writable: true, enumerable: true });
  }
}
