/**
 * Lets a worker end by itself when its script is done. A cluster worker's channel would keep it alive for ever; a plain
 * process ends. So the channel does not count, except while a server is open that the primary shares out: such a
 * server's handle is a dummy in the worker, and the channel is all that keeps it alive.
 */
import type cluster from 'node:cluster';

type GetServer = (server: NodeJS.EventEmitter, options: unknown, done: (...results: unknown[]) => void) => unknown;

/** Takes the channel out of the worker's reasons to live. Leaves the worker alone where Node's inside looks different. */
export function allowNaturalExit(workerCluster: typeof cluster): void {
  const channel = process.channel;
  const internals = workerCluster as unknown as { _getServer?: GetServer };
  const getServer = internals._getServer;
  if (!channel || typeof getServer !== 'function') return;
  let open = 0;
  const hold = (): void => {
    if (open++ === 0) channel.ref();
  };
  const release = (): void => {
    if (--open === 0) channel.unref();
  };
  channel.unref();
  // Held from the call of listen() on, not from 'listening': nothing else keeps the process alive in between.
  internals._getServer = function shareServer(server, options, done) {
    hold();
    server.once('close', release);
    return getServer.call(this, server, options, (...results) => {
      if (results[0]) {
        server.removeListener('close', release);
        process.nextTick(release);
      }
      done(...results);
    });
  };
}
