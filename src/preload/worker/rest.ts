/**
 * Lets this worker rest: it serves on, but each answer tells its client to connect anew, which leads to another worker
 * while the primary gives this one no turn. Nothing is closed to new connections, so it is as before when it wakes.
 */
import type { Server as HttpServer } from 'node:http';
import { closeConnectionsAfterAnswers, type DrainOptions, IDLE_GRACE_MS, retireSession } from './drain';
import { harmless } from './harmless';

/** How often to look whether nothing is under way any more, milliseconds. */
const LOOK_EVERY_MS = 20;

export interface RestOptions extends Pick<DrainOptions, 'servers' | 'inFlight'> {
  /** Called once, when no request is under way and no client has a connection on which it might send one. */
  readonly onRested: () => void;
}

/** Starts to rest; the answer wakes the worker. */
export function rest({ servers, inFlight, onRested }: RestOptions): () => void {
  const serveOn = closeConnectionsAfterAnswers(inFlight);
  for (const session of servers.http2Sessions()) retireSession(session);
  let areIdleClosed = false;
  const closeAll = harmless(() => {
    for (const server of servers.all) (server as HttpServer).closeIdleConnections?.();
  });
  const closeIdle = setTimeout(() => {
    closeAll();
    areIdleClosed = true;
  }, IDLE_GRACE_MS).unref();
  // What is left then are WebSockets and the like: they wait, as they would for any other pause.
  const isQuiet = (): boolean => areIdleClosed && servers.http2Sessions().length === 0 && isEmpty(inFlight());
  const look = setInterval(() => {
    if (servers.connections() > 0 && !isQuiet()) return;
    clearInterval(look);
    onRested();
  }, LOOK_EVERY_MS).unref();
  return () => {
    clearTimeout(closeIdle);
    clearInterval(look);
    serveOn();
  };
}

function isEmpty(all: Iterable<unknown>): boolean {
  for (const _one of all) return false;
  return true;
}
