/** Asks an HTTP server whose answers hold its pid, to see which processes stand behind a port. */
import { get } from 'node:http';
import { eventually } from './vscode/eventually';

/** Asks until so many processes have answered, and answers with their pids in order. */
export async function answeringPids(port: number, count: number): Promise<number[]> {
  const pids = new Set<number>();
  await eventually(`answers of ${count} processes on port ${port}`, async () => {
    pids.add(await askPid(port));
    return pids.size >= count ? true : undefined;
  });
  return [...pids].sort((one, other) => one - other);
}

/** One request on a connection of its own, so that the cluster may give it to any worker. */
function askPid(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, agent: false, timeout: 5_000 }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve(Number(/\d{2,}/.exec(body)?.[0])));
    });
    request.on('timeout', () => request.destroy(new Error(`no answer on port ${port}`)));
    request.on('error', reject);
  });
}
