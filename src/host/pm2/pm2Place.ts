/**
 * Where PM2 lives on this machine, found without asking it: `pm2 jlist` would start a daemon where none is. The daemon's
 * home holds its pid and its socket, and its log grows with every event, so a few `stat` calls tell whether a question
 * is worth its price.
 */
import { readFile, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { throughInterpreter } from '../../core/commandInterpreter';
import type { Pm2Command, Pm2Surroundings } from '../../core/pm2/pm2Ports';
import { isExecutable } from '../files';
import { searchPathFiles } from '../nodePlaces';

/** How long a daemon may take to accept a connection, in milliseconds. */
const PATIENCE = 1000;

/**
 * A text that is another one as soon as a process of the daemon has come or gone or changed its state. Undefined where no
 * daemon is. What `pm2 delete` does to a stopped app is the one change that leaves no trace.
 */
export async function daemonTrace({ home }: Pm2Surroundings): Promise<string | undefined> {
  const pid = Number(await readFile(join(home, 'pm2.pid'), 'utf8').catch(() => Number.NaN));
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
  const parts = await Promise.all(['pids', 'pm2.log'].map((name) => traceOf(join(home, name))));
  return [pid, ...parts].join(' ');
}

async function traceOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return found ? `${found.ino}:${found.size}:${found.mtimeMs}` : '';
}

/** A process of another user counts: whether the daemon listens to us is the socket's word. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether the daemon takes our connections. Its pid may be another process's by now, and its socket another user's. */
export function daemonListens({ home, platform }: Pm2Surroundings): Promise<boolean> {
  const socket = connect(platform === 'win32' ? '\\\\.\\pipe\\rpc.sock' : join(home, 'rpc.sock'));
  return new Promise((settle) => {
    const end = (isListening: boolean) => (): void => {
      socket.destroy();
      settle(isListening);
    };
    socket.setTimeout(PATIENCE, end(false));
    socket.once('connect', end(true)).once('error', end(false));
  });
}

/** The user's `pm2`: the one that their terminal runs, else one of the workspace; undefined where there is none. */
export async function findPm2({ searchPath, folders, platform }: Pm2Surroundings): Promise<string | undefined> {
  const local = folders.map((folder) => join(folder, 'node_modules', '.bin'));
  const places = [searchPath, ...local].flatMap((place) => searchPathFiles('pm2', place, platform));
  for (const file of places) if (await isExecutable(file)) return file;
  return undefined;
}

/**
 * How a process runs `pm2` with these arguments. A global installation has its Node.js beside it, which need not be on
 * the `PATH` of an editor; on Windows npm makes a batch file of it.
 */
export function pm2Command(pm2: string, args: readonly string[], around: Pm2Surroundings): Pm2Command {
  const { home, searchPath, platform } = around;
  const isWindows = platform === 'win32';
  const path = [searchPath, dirname(pm2)].filter(Boolean).join(isWindows ? ';' : ':');
  const env = { PM2_HOME: home, [isWindows ? 'Path' : 'PATH']: path };
  if (!isWindows) return { file: pm2, args, env };
  const interpreted = throughInterpreter(pm2, args);
  return { file: interpreted.command, args: interpreted.args, env };
}
