/**
 * Retires this worker without losing a request. Only the listening handles are closed: `http.Server.close` would also
 * cut connections that look idle while a request is on the wire. Every answer from now on tells its client to connect
 * anew, which leads to another worker; what stays idle is closed after a grace. Tried on Node 18 to 26: no request lost.
 */
import type { Server as HttpServer, ServerResponse } from 'node:http';
import { Server, type Socket } from 'node:net';
import { harmless } from './harmless';
import type { Http2Session, OpenServers } from './servers';

/** How long an idle connection may send one more request before it is closed, milliseconds. */
export const IDLE_GRACE_MS = 1500;
/** A closed HTTP/2 session may still get streams that were on the wire, for this long, milliseconds. */
const GOAWAY_GRACE_MS = 400;
const LAST_STREAM_ID = 2 ** 31 - 1;

export interface DrainOptions {
  readonly servers: OpenServers;
  /** The responses that are not finished. */
  readonly inFlight: () => Iterable<ServerResponse>;
  /** Called once, when no server has a connection left. */
  readonly onDrained: () => void;
  /** What else drains beside the servers. */
  readonly alongside?: (() => Promise<void>) | undefined;
}

/** Starts to drain. The primary keeps the deadline. */
export function drain({ servers, inFlight, onDrained, alongside }: DrainOptions): void {
  closeConnectionsAfterAnswers(inFlight);
  const open = [...servers.all];
  const closings = open.map(closeHandle);
  Promise.all([...closings, alongside?.()])
    .then(onDrained)
    // The primary's deadline holds for what cannot be closed.
    .catch(() => {});
  const sweep = harmless(() => {
    for (const server of open) (server as HttpServer).closeIdleConnections?.();
    closeWebSockets(open);
  });
  setTimeout(sweep, IDLE_GRACE_MS).unref();
  // A response that was under way at the first sweep leaves its connection idle later.
  setInterval(sweep, IDLE_GRACE_MS).unref();
  for (const session of servers.http2Sessions()) retireSession(session);
  // Not closed: what the app does yet may send by them. The other workers read the same sockets.
  for (const handle of servers.datagramHandles()) handle.recvStop();
}

/** Lets every answer from now on tell its client to connect anew; the answer ends that. */
export function closeConnectionsAfterAnswers(inFlight: () => Iterable<ServerResponse>): () => void {
  const { subscribe, unsubscribe } = require('node:diagnostics_channel') as typeof import('node:diagnostics_channel');
  const last = (response: ServerResponse): void => {
    if (!response.headersSent) response.shouldKeepAlive = false;
  };
  for (const response of inFlight()) last(response);
  const onRequest = (message: unknown): void => last((message as { response: ServerResponse }).response);
  subscribe('http.server.request.start', onRequest);
  return () => unsubscribe('http.server.request.start', onRequest);
}

/** Resolves when the server has closed. The app's own `close()`, from its SIGTERM handler, still gets its callback. */
function closeHandle(server: Server): Promise<void> {
  return new Promise((resolve) => {
    Server.prototype.close.call(server, () => resolve());
    const close = (callback?: (error?: Error) => void): Server => {
      if (callback) afterClose(server, callback);
      return server;
    };
    Object.defineProperty(server, 'close', { value: close, configurable: true, writable: true });
  });
}

function afterClose(server: Server, callback: () => void): void {
  server.getConnections((_error, count) => {
    if (count > 0) server.once('close', callback);
    else process.nextTick(callback);
  });
}

function underSymbol(object: object, description: string): unknown {
  const symbol = Object.getOwnPropertySymbols(object).find((candidate) => candidate.description === description);
  return symbol && (object as Record<symbol, unknown>)[symbol];
}

/** The connections of servers. Node keeps no public list of these either. */
function socketsOf(servers: readonly Server[]): Socket[] {
  const { _getActiveHandles: activeHandles } = process as unknown as { _getActiveHandles?: () => object[] };
  const sockets = (activeHandles?.call(process) ?? []) as (Socket & { server?: Server })[];
  return sockets.filter(({ server }) => server !== undefined && servers.includes(server));
}

/** Lets an HTTP/2 session end its streams, and its client come anew. */
export function retireSession(session: Http2Session): void {
  session.goaway(0, LAST_STREAM_ID);
  setTimeout(() => session.close(), GOAWAY_GRACE_MS).unref();
}

/** Tells WebSocket clients of the `ws` library (socket.io's too) to go elsewhere: 1001. Others are cut at the deadline. */
function closeWebSockets(servers: readonly Server[]): void {
  for (const socket of socketsOf(servers)) {
    const webSocket = underSymbol(socket, 'websocket') as { close?: (code: number) => void } | undefined;
    webSocket?.close?.(1001);
  }
}
