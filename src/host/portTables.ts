/** Reads what the systems' tools print about listening sockets. Pure, so that each system's form is tested everywhere. */
import type { PortHolder } from '../core/ports';

const LISTENING = '0A';

/** The inodes of the sockets that listen on a port, from `/proc/net/tcp` or `tcp6`. */
export function parseTcpTable(table: string, port: number): string[] {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => local.endsWith(wanted) && state === LISTENING)
    .flatMap((fields) => fields[9] ?? []);
}

/** The process in what `lsof -Fpc` prints: `p<pid>` and `c<command>`, a line each. */
export function parseLsof(output: string): PortHolder | undefined {
  const pid = /^p(\d+)$/m.exec(output)?.[1];
  return pid === undefined ? undefined : { pid: Number(pid), command: /^c(.*)$/m.exec(output)?.[1] ?? '' };
}

/** The pid that listens on a port in what Windows' `netstat -ano` prints; the state's word differs by language. */
export function parseNetstat(output: string, port: number): number | undefined {
  for (const line of output.split('\n')) {
    const [protocol, local = '', remote = '', , pid] = line.trim().split(/\s+/);
    const isListening = protocol === 'TCP' && /(?:^0\.0\.0\.0|^\[::\]):0$/.test(remote);
    if (isListening && local.endsWith(`:${port}`) && pid !== undefined) return Number(pid);
  }
  return undefined;
}
