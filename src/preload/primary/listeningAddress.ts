/** Where a worker listens, as `node:cluster` says it and as the wire has it. */
import type { Address } from 'node:cluster';
import type { ListeningAddress } from '../../shared/runInfo';

/** Node says `null` for a port on all interfaces where the host has no IPv6, and -1 as the port of a UNIX socket. */
export function readAddress({ address, port, addressType }: Address): ListeningAddress {
  if (addressType === -1) return { path: address };
  const isAny = !address || address === '::' || address === '0.0.0.0';
  const udp = addressType === 'udp4' || addressType === 'udp6';
  return { port, ...(isAny ? {} : { host: address }), ...(udp ? { udp } : {}) };
}

/** Whether two are the same place: a server and its second listen(), or what the probe and then the cluster tell. */
export function isSameAddress(a: ListeningAddress, b: ListeningAddress): boolean {
  return a.port === b.port && a.path === b.path && a.host === b.host && a.udp === b.udp;
}
