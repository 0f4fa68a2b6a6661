/**
 * Sticky sessions without touching the app: a request that belongs to a session of another worker is taken there. A
 * bundle of its own, loaded in the workers of a run that asks for it and nowhere else. It looks at the requests of the
 * servers that the primary shares out; what it cannot look into (HTTP/2, a bundled socket.io) it says.
 */
import type cluster from 'node:cluster';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server, Socket } from 'node:net';
import type { StickyParameters } from '../channel';
import { giveCookie } from './cookie';
import { type EngineSessions, markEngineSessions } from './engineSessions';
import { cookieOf, makeTag, ownerOf, sessionOf } from './ownership';
import { askForAnswer, connectPeer, createEndpoint } from './peers';
import { proxyRequest, proxyUpgrade, type Route } from './proxy';

/** How often a draining process ends the sessions and the passing polls that have come meanwhile, milliseconds. */
const SWEEP_MS = 100;
/** How long peers find a draining process at least, and at most; an owner has the latter to answer a poll, milliseconds. */
const LINGER_MS = { least: 500, most: 3000 };

export interface StickyOptions {
  readonly cluster: typeof cluster;
  readonly parameters: StickyParameters;
  /** Servers of ours, which the app's row and its drain leave out. */
  readonly ownServers: WeakSet<Server>;
  /** Called for a response that another worker counts. */
  readonly onProxied: (response: ServerResponse) => void;
  /** Called with an English sentence, when something cannot be covered. */
  readonly onRefused: (reason: string) => void;
}

export interface Sticky {
  /** Lets sessions go elsewhere; resolves when no peer is connected any more. */
  drain(): Promise<void>;
}

/** A long poll of another worker's session that goes through this process. */
interface Poll {
  readonly owner: string;
  readonly session: string;
  /** When the owner was asked first to answer it at once. */
  asked?: number;
}

type GetServer = (server: Server, query: ListenQuery, done: unknown) => unknown;

interface ListenQuery {
  readonly address: string | null;
  readonly port: number;
  readonly addressType: number | string;
}

/** Starts the routing of requests; it must run before the app's first line. */
export function startSticky(options: StickyOptions): Sticky {
  return new Routing(options);
}

class Routing implements Sticky {
  private readonly tag = makeTag();
  private readonly sessions: EngineSessions;
  private readonly endpoint: Server;
  /** The app's servers by a name that is the same in every worker. */
  private readonly servers = new Map<string, Server>();
  /** The name by which each server listens at present. */
  private readonly names = new WeakMap<Server, string>();
  /** Connections that a peer has sent here: their requests are answered here, whatever they say. */
  private readonly fromPeers = new WeakSet<Socket>();
  /** Upgraded connections of other workers' sessions that go through this process. */
  private readonly upgraded = new Set<Socket>();
  /** Those that wait for their answers. */
  private readonly polls = new Map<ServerResponse, Poll>();
  private anyPort = 0;
  private unseen = false;

  constructor(private readonly options: StickyOptions) {
    const { parameters, ownServers } = options;
    this.sessions = markEngineSessions(this.tag);
    this.endpoint = createEndpoint({
      secret: parameters.secret,
      entranceOf: (name) => this.entranceOf(name),
      answer: (session) => this.sessions.answerPoll(session),
    });
    ownServers.add(this.endpoint);
    this.endpoint.listen({ path: `${parameters.prefix}${this.tag}`, exclusive: true });
    process.once('exit', () => this.endpoint.close());
    this.followServers();
  }

  async drain(): Promise<void> {
    const started = performance.now();
    await new Promise<void>((resolve) => {
      // It does not end: a connection that is still open may ask once more.
      const sweep = setInterval(() => {
        const open = this.sessions.close() + this.endPolls();
        const age = performance.now() - started;
        if (age < LINGER_MS.least || (open > 0 && age < LINGER_MS.most)) return;
        for (const socket of this.upgraded) socket.destroy();
        sweep.unref();
        resolve();
      }, SWEEP_MS);
    });
    await new Promise((resolve) => this.endpoint.close(resolve));
  }

  /** Has the owners answer the polls that wait, and cuts those that are not answered; answers how many there were. */
  private endPolls(): number {
    const now = performance.now();
    for (const [response, poll] of this.polls) {
      poll.asked ??= now;
      if (now - poll.asked > LINGER_MS.most) response.destroy();
      else askForAnswer(this.options.parameters, poll.owner, poll.session);
    }
    return this.polls.size;
  }

  /** Every listen() of a worker that is not exclusive goes through `cluster._getServer`. */
  private followServers(): void {
    const internals = this.options.cluster as unknown as { _getServer?: GetServer };
    const getServer = internals._getServer;
    if (typeof getServer !== 'function') return;
    const routing = this;
    internals._getServer = function routed(server, query, done) {
      routing.follow(server, query);
      return getServer.call(this, server, query, done);
    };
  }

  private follow(server: Server, { address, port, addressType }: ListenQuery): void {
    if (/Http2/.test(server.constructor.name)) return this.options.onRefused('requests over HTTP/2 are not routed');
    if (!('keepAliveTimeout' in server)) return;
    if ('requestCert' in server && server.requestCert)
      return this.options.onRefused('a server that asks clients for certificates is not routed');
    // Several servers may ask for any port (0); they come in the same order everywhere.
    const name = `${address}:${port}:${addressType}${port === 0 ? `:${this.anyPort++}` : ''}`;
    const isRouted = this.names.has(server);
    this.servers.set(name, server);
    this.names.set(server, name);
    // One that was closed may listen again.
    if (!isRouted) this.route(server);
  }

  /** How a peer's connection becomes one of an app's server, where there is such a server. */
  private entranceOf(name: string): ((socket: Socket) => void) | undefined {
    const server = this.servers.get(name);
    if (!server) return undefined;
    return (socket) => {
      this.fromPeers.add(socket);
      server.emit('setSecureContext' in server ? 'secureConnection' : 'connection', socket);
    };
  }

  /** Looks at what a server emits before its listeners do. */
  private route(server: Server): void {
    const emit = server.emit;
    const routing = this;
    const routed = function routed(this: Server, ...args: unknown[]): boolean {
      const handleHere = (): boolean => Reflect.apply(emit, this, args) as boolean;
      const [event, request, target, head] = args as [string, IncomingMessage, unknown, Buffer];
      if (event !== 'request' && event !== 'upgrade') return handleHere();
      const tag = routing.ownerElsewhere(request);
      if (tag === undefined) {
        if (event === 'request') routing.mark(request, target as ServerResponse, undefined);
        return handleHere();
      }
      const connect: Route['connect'] = (owner, client, done) =>
        connectPeer(routing.options.parameters, { tag: owner, server: routing.names.get(server) ?? '', client }, done);
      const route: Route = { tag, connect, answerHere: handleHere, onTaken() {} };
      if (event === 'request') routing.send(request, target as ServerResponse, route);
      else routing.join(proxyUpgrade(request, target as Socket, head, route));
      return true;
    };
    Object.defineProperty(server, 'emit', { value: routed, configurable: true, writable: true });
  }

  private ownerElsewhere(request: IncomingMessage): string | undefined {
    if (this.fromPeers.has(request.socket)) return undefined;
    const tag = ownerOf(request, this.options.parameters.mode);
    if (tag === undefined) this.lookForUnseen(request.url ?? '');
    return tag === this.tag ? undefined : tag;
  }

  private send(request: IncomingMessage, response: ServerResponse, route: Route): void {
    const answerHere = (): void => {
      this.mark(request, response, route.tag);
      route.answerHere();
    };
    const onTaken = (): void => {
      this.options.onProxied(response);
      const session = isLongPoll(request) && sessionOf(request);
      if (!session) return;
      this.polls.set(response, { owner: route.tag, session });
      response.once('close', () => this.polls.delete(response));
    };
    proxyRequest(request, response, { ...route, answerHere, onTaken });
  }

  private join(socket: Socket): void {
    this.upgraded.add(socket);
    socket.once('close', () => this.upgraded.delete(socket));
  }

  /** Gives a browser a cookie where it has none, or that of a process that is gone. */
  private mark(request: IncomingMessage, response: ServerResponse, gone: string | undefined): void {
    if (this.options.parameters.mode !== 'cookie') return;
    const owner = cookieOf(request);
    if (owner === undefined || owner === gone) giveCookie(request, response, this.tag);
  }

  private lookForUnseen(url: string): void {
    if (this.unseen || this.sessions.found || !/[?&]EIO=\d/.test(url) || !/[?&]sid=/.test(url)) return;
    this.unseen = true;
    this.options.onRefused('socket.io is bundled into the app, where its sessions cannot be marked');
  }
}

/** A request that its owner answers when it has something to say, which may take as long as a ping interval. */
function isLongPoll({ method, url = '' }: IncomingMessage): boolean {
  return method === 'GET' && /[?&]transport=polling(?:&|$)/.test(url);
}
