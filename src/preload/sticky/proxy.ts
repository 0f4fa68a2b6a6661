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
 */
const OF_CONNECTION = new Set(['connection', 'keep-alive', 'proxy-connection']);
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

/** Ways to other workers that are kept open, by the client's connection. */
const agents = new WeakMap<Socket, Map<string, Agent>>();

/** Sends a request to its owner and answers with what that answers. */
export function proxyRequest(request: IncomingMessage, response: ServerResponse, route: Route): void {
  const way = openRequest({
    method: request.method,
    path: request.url,
    headers: endToEnd(request.rawHeaders, OF_CONNECTION) as unknown as Record<string, string>,
    agent: agentFor(request.socket, route),
    setHost: false,
  });
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

/** Whether a connection that was kept open has just been closed by the other end, and nothing was lost by it. */
function isWorthAnotherTry(way: ClientRequest, { method }: IncomingMessage): boolean {
  return way.reusedSocket && (method === 'GET' || method === 'HEAD');
}

function relay(answer: IncomingMessage, response: ServerResponse): void {
  response.sendDate = false;
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.rawHeaders, OF_ANSWER));
  // What is streamed slowly begins at once.
  response.flushHeaders();
  pipeline(answer, response, (error) => error && response.destroy());
}

/** Names and values in turn, as Node gives and takes them. */
function endToEnd(headers: readonly string[], left: ReadonlySet<string>): string[] {
  return headers.filter((_text, index) => !left.has(headers[index - (index % 2)]?.toLowerCase() ?? ''));
}

function agentFor(client: Socket, { tag, connect }: Route): Agent {
  const ways = agents.get(client) ?? new Map<string, Agent>();
  agents.set(client, ways);
  const known = ways.get(tag);
  if (known) return known;
  const agent = Object.assign(new Agent({ keepAlive: true }), {
    createConnection(_options: unknown, done: Connected): void {
      connect(tag, client, done);
    },
  });
  client.once('close', () => agent.destroy());
  ways.set(tag, agent);
  return agent;
}

/** Joins a connection that wants to be upgraded to its owner; answers the owner's end, to be cut when this worker goes. */
export function proxyUpgrade(request: IncomingMessage, client: Socket, head: Buffer, route: Route): Socket {
  const owner = route.connect(route.tag, client, (error) => {
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
