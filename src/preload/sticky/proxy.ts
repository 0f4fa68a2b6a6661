/**
 * Takes a client's request to the worker that it belongs to and the answer back, or joins the two ends of an upgraded
 * connection. Requests of one connection keep their way to the other worker open, so that it costs a connection only
 * once. What cannot be taken there because the other worker is gone is answered here.
 */
import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  request as openRequest,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream';
import type { Connected } from './peers';

/**
 * Headers that are about one connection and not about what is sent over it. The way to the owner is kept open whatever
 * the client wants of its own: an owner that closes it with its answer may do so before the last write, which then fails.
 * Trailers stay behind, so none are announced: where there can be none, Node throws.
 */
const OF_CONNECTION = new Set(['connection', 'keep-alive', 'proxy-connection', 'trailer']);
/** Node frames an answer anew, as its client can read it. */
const OF_ANSWER = new Set([...OF_CONNECTION, 'transfer-encoding']);

export interface Route {
  readonly tag: string;
  /** Opens a connection to a process for a client. */
  readonly connect: (tag: string, client: Socket, done: Connected) => Socket;
  /** Answers in this process, as if the request belonged to nobody. */
  readonly answerHere: () => void;
  /** Called when the owner is there to answer. */
  readonly onTaken: () => void;
}

/** What keeps the ways of a client's connection to other workers open. */
const agents = new WeakMap<Socket, Agent>();

/** Sends a request to its owner and answers with what that answers. */
export function proxyRequest(request: IncomingMessage, response: ServerResponse, route: Route): void {
  const way = openWay(request, route);
  if (!way) return route.answerHere();
  let isOnItsWay = false;
  // Not before there is a connection: the body is still whole if the owner is gone.
  way.once('socket', () => {
    isOnItsWay = true;
    route.onTaken();
    request.pipe(way);
  });
  way.once('response', (answer) => relay(answer, response));
  let isSettled = false;
  way.on('error', () => {
    if (isSettled || request.socket.destroyed) return;
    isSettled = true;
    if (!isOnItsWay) route.answerHere();
    else if (response.headersSent || !isWorthAnotherTry(way, request)) request.socket.destroy();
    else proxyRequest(request, response, route);
  });
  response.once('close', () => way.destroy());
}

/** Nothing where Node does not send what it has read: a tab in the URL (Node 18), what a lenient parser lets through. */
function openWay({ method, url, rawHeaders, socket }: IncomingMessage, route: Route): ClientRequest | undefined {
  const headers = endToEnd(rawHeaders, OF_CONNECTION) as unknown as Record<string, string>;
  try {
    return openRequest({
      method,
      path: url,
      headers,
      host: route.tag,
      setHost: false,
      agent: agentFor(socket, route.connect),
    });
  } catch {
    return undefined;
  }
}

/** Whether a connection that was kept open has just been closed by the other end, and nothing was lost by it. */
function isWorthAnotherTry(way: ClientRequest, { method }: IncomingMessage): boolean {
  return way.reusedSocket && (method === 'GET' || method === 'HEAD');
}

function relay(answer: IncomingMessage, response: ServerResponse): void {
  try {
    response.sendDate = false;
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.rawHeaders, OF_ANSWER));
    // What is streamed slowly begins at once.
    response.flushHeaders();
    pipeline(answer, response, (error) => error && response.destroy());
  } catch {
    // The client has just gone, or the app wrote the answer itself and said what Node would not, such as the status 099.
    response.destroy();
  }
}

/** Names and values in turn, as Node gives and takes them. */
function endToEnd(headers: readonly string[], left: ReadonlySet<string>): string[] {
  return headers.filter((_text, index) => !left.has(headers[index - (index % 2)]?.toLowerCase() ?? ''));
}

function agentFor(client: Socket, connect: Route['connect']): Agent {
  const known = agents.get(client);
  if (known) return known;
  const agent: Agent = Object.assign(new Agent({ keepAlive: true }), {
    getName: ({ host = '' }) => host,
    createConnection({ host: tag }: { host: string }, done: Connected): void {
      connect(tag, client, (error, socket) => {
        // Node forgets the list of a name when its last connection closes; here there was none.
        if (error && agent.sockets[tag]?.length === 0) Reflect.deleteProperty(agent.sockets, tag);
        done(error, socket);
        // The agent was destroyed before it had this one.
        if (client.destroyed) socket?.destroy();
      });
    },
  });
  client.once('close', () => agent.destroy());
  agents.set(client, agent);
  return agent;
}

/** Joins a connection that wants to be upgraded to its owner; answers the owner's end, to be cut when this worker goes. */
export function proxyUpgrade(request: IncomingMessage, client: Socket, head: Buffer, route: Route): Socket {
  const owner = route.connect(route.tag, client, (error) => {
    if (client.destroyed) return void owner.destroy();
    if (error) return route.answerHere();
    owner.write(headOf(request), 'latin1');
    owner.write(head);
    return pipeline(client, owner, client, () => client.destroy());
  });
  const ignore = (): void => {};
  for (const end of [client, owner]) end.on('error', ignore);
  return owner;
}

function headOf({ method, url, httpVersion, rawHeaders }: IncomingMessage): string {
  const lines = rawHeaders.flatMap((text, index) => (index % 2 === 0 ? [`${text}: ${rawHeaders[index + 1]}`] : []));
  return `${[`${method} ${url} HTTP/${httpVersion}`, ...lines].join('\r\n')}\r\n\r\n`;
}
