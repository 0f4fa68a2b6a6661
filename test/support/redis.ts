/**
 * A Redis of a suite's own: on a free port, in a folder of its own, keeping nothing on disk, ended by its pid. Where the
 * machine has no `redis-server` the suite is left out, and says so.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findFreePort } from './exampleApp';
import { eventually } from './vscode/eventually';
import { Unavailable } from './vscode/unavailable';

export interface Redis {
  readonly url: string;
  end(): Promise<void>;
}

/** Starts a server and waits until it takes connections; throws `Unavailable` where there is none to start. */
export async function startRedis(): Promise<Redis> {
  const folder = mkdtempSync(path.join(tmpdir(), 'nc-redis-'));
  const port = await findFreePort();
  const noPersistence = ['--save', '', '--appendonly', 'no'];
  const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  const server = spawn('redis-server', [...place, ...noPersistence], { stdio: 'ignore' });
  const end = (): Promise<void> => endServer(server, folder);
  try {
    await spawned(server);
    await eventually('Redis to take connections', () => takesConnections(port), { interval: 20 });
  } catch (error) {
    await end();
    throw error;
  }
  return { url: `redis://127.0.0.1:${port}`, end };
}

/** Call it in a `describe`: gives its tests one server, and skips them, with a word, where there is none. */
export function useRedis(): () => Redis {
  let redis: Redis | undefined;
  before(async function () {
    try {
      redis = await startRedis();
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      console.log(`      left out: ${error.message}`);
      this.skip();
    }
  });
  after(() => redis?.end());
  return () => {
    if (!redis) throw new Error('Redis runs only while the tests of its suite do');
    return redis;
  };
}

async function spawned(server: ChildProcess): Promise<void> {
  try {
    await once(server, 'spawn');
  } catch {
    throw new Unavailable('there is no redis-server on this machine (on Debian: apt-get install redis-server)');
  }
}

async function takesConnections(port: number): Promise<true | undefined> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } finally {
    socket.destroy();
  }
}

async function endServer(server: ChildProcess, folder: string): Promise<void> {
  if (server.pid !== undefined && server.exitCode === null) {
    const exited = once(server, 'exit');
    server.kill('SIGKILL');
    await exited;
  }
  rmSync(folder, { recursive: true, force: true });
}
