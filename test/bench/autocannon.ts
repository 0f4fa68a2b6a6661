/** The load of the throughput rows: autocannon as a process of its own, so that it shares no loop with what measures. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Cleanup } from './cleanup';

const PROGRAM = path.join(__dirname, 'cannon.mjs');

export interface Cannon {
  readonly port: number;
  readonly seconds: number;
  readonly connections: number;
  /** Whether a connection is kept for the next request. */
  readonly keepAlive: boolean;
  readonly cleanup: Cleanup;
}

export interface CannonResult {
  /** Answers of status 200. */
  readonly answered: number;
  /** How long it fired, seconds. */
  readonly duration: number;
  /** Of the time from a request to the head of its answer, milliseconds. */
  readonly p99: number;
  readonly failed: number;
  /** Answers of each worker, where an answer is nothing but its pid. */
  readonly byWorker: readonly number[];
}

/** Fires for so many seconds. */
export async function fire({ port, cleanup, ...shape }: Cannon): Promise<CannonResult> {
  const order = JSON.stringify({ ...shape, url: `http://127.0.0.1:${port}/` });
  const child = spawn(process.execPath, [PROGRAM, order], { stdio: ['ignore', 'pipe', 'inherit'] });
  const forget = cleanup.add(() => void child.kill('SIGKILL'));
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  await once(child, 'close');
  await forget();
  const result = JSON.parse(text) as CannonResult;
  if (result.answered === 0) throw new Error(`none of the requests to port ${port} was answered`);
  return result;
}
