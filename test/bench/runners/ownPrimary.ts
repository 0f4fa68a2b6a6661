/** An app whose primary is a child of ours: started, its output kept in a file, ended by pid. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isAlive } from '../../support/exampleApp';
import { childrenOf } from '../processCost';
import { APPS, type RunningApp, type StartOptions } from './runner';

/** How long a primary may take to end before it is killed. */
const ENDS_WITHIN_MS = 5000;

export interface OwnPrimary extends StartOptions {
  /** What follows the Node on the command line. */
  readonly args: readonly string[];
  readonly more?: Pick<RunningApp, 'reload' | 'runDirectory'>;
}

/** Starts it. */
export function startOwnPrimary({ args, more, app, workers, port, env, node, cleanup }: OwnPrimary): RunningApp {
  const folder = mkdtempSync(path.join(tmpdir(), 'nc-bench-'));
  const file = path.join(folder, 'output');
  const output = openSync(file, 'a');
  const child = spawn(node, args, {
    cwd: APPS,
    env: { ...appEnvironment(port), BENCH_APP: path.join(APPS, app), BENCH_WORKERS: String(workers), ...env },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const exited = child.pid === undefined ? Promise.resolve() : once(child, 'exit').then(() => {});
  const primary = child.pid ?? 0;
  const stop = cleanup.add(async () => {
    await end(child, exited, childrenOf(primary));
    rmSync(folder, { recursive: true, force: true });
  });
  return { primary, workers: () => childrenOf(primary), output: () => readFileSync(file, 'utf8'), stop, ...more };
}

/** What an app gets: nothing of a cluster around us. */
export function appEnvironment(port: number): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, NODE_CLUSTER: _cluster, ...env } = process.env;
  return { ...env, PORT: String(port) };
}

async function end(child: ChildProcess, exited: Promise<void>, workers: readonly number[]): Promise<void> {
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN_MS);
  await exited;
  clearTimeout(late);
  for (const pid of workers) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}
