/** Where a browser reaches a run: the TCP ports that its workers listen on, as URLs for the machine they run on. */
import type { ListeningAddress, WorkerInfo } from '../shared/runInfo';

const EVERY_INTERFACE = new Set([undefined, '', '0.0.0.0', '::', '::1', '127.0.0.1']);

function urlOf({ host, port, udp, tls }: ListeningAddress): string | undefined {
  if (port === undefined || udp === true) return undefined;
  const name = host === undefined || EVERY_INTERFACE.has(host) ? 'localhost' : host;
  return `${tls ? 'https' : 'http'}://${name.includes(':') ? `[${name}]` : name}:${port}/`;
}

/** The URLs of these workers, each once, the first listener first. */
export function browserAddresses(workers: readonly WorkerInfo[]): string[] {
  const urls = workers.flatMap((worker) => worker.addresses.map(urlOf));
  return [...new Set(urls.filter((url) => url !== undefined))];
}
