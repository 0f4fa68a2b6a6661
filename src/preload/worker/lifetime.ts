/**
 * Lets a worker end by itself when its script is done. A cluster worker's channel would keep it alive for ever; a plain
 * process ends. So the channel does not count, except while a server is open that the primary shares out: such a
 * server's handle is a dummy in the worker, and the channel is all that keeps it alive.
 */
import type { OpenServers } from './servers';

/** Takes the channel out of the worker's reasons to live. */
export function allowNaturalExit(servers: OpenServers): void {
  const channel = process.channel;
  if (!channel) return;
  channel.unref();
  // Held from the call of listen() on, not from 'listening': nothing else keeps the process alive in between.
  servers.onSharedChange((count) => (count > 0 ? channel.ref() : channel.unref()));
}
