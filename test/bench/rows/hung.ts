/**
 * What the clients of a cluster notice when one of its workers is killed under load: who waits for ever, who gets an
 * error. Every client connects anew for each request, since that is when the primary holds the connection.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { findFreePort } from '../../support/exampleApp';
import { Load } from '../../support/load';
import { untilAllAnswer } from '../answers';
import { type Figures, USUAL_RUNNERS } from '../rounds';
import type { RunningApp } from '../runners/runner';
import type { Row, Turn } from './row';

const WORKERS = 4;
const CLIENTS = 50;
const KILLS = { smoke: 1, quick: 6, full: 12 };
const BETWEEN_KILLS_MS = 400;
const HUNG_AFTER_MS = 4000;
const REPLACED_WITHIN_MS = 5000;
const LOOK_EVERY_MS = 100;

export const hungRow: Row = {
  name: 'kill',
  title: 'Workers killed under load',
  how:
    `${WORKERS} workers of the hello app, ${CLIENTS} clients with a connection per request, ${KILLS.full} times SIGKILL ` +
    `to a worker ${BETWEEN_KILLS_MS} ms apart. A request hangs when ${HUNG_AFTER_MS / 1000} s bring neither an answer nor an error.`,
  figures: [
    { key: 'hung', title: `clients left hanging in ${KILLS.full} kills`, unit: '', better: 'less' },
    { key: 'failed', title: 'requests that failed with an error', unit: '', better: 'less' },
    { key: 'answered', title: 'requests answered meanwhile', unit: '', better: 'more' },
    { key: 'lost', title: 'workers missing in the end', unit: '', better: 'less' },
  ],
  runners: USUAL_RUNNERS,
  needs: ['proc'],
  rounds: { smoke: 1, quick: 1, full: 1 },
  measure,
};

async function measure(turn: Turn): Promise<Figures> {
  const port = await findFreePort();
  const running = await turn.start({ app: 'hello.js', workers: WORKERS, port });
  await untilAllAnswer(port, WORKERS);
  const load = new Load({ port, clients: CLIENTS, keepAlive: false, hungAfter: HUNG_AFTER_MS });
  await pause(BETWEEN_KILLS_MS);
  for (let count = 0; count < KILLS[turn.effort]; count++) {
    const [victim] = running.workers();
    if (victim !== undefined) process.kill(victim, 'SIGKILL');
    await pause(BETWEEN_KILLS_MS);
  }
  const { answered, hung, failed } = await load.stop();
  const lost = await stillMissing(running);
  await running.stop();
  return { hung, failed: failed.length, answered, lost };
}

/** A supervisor may wait a while before it replaces a worker that was killed again and again. */
async function stillMissing(running: RunningApp): Promise<number> {
  const missing = (): number => Math.max(0, WORKERS - running.workers().length);
  const begun = performance.now();
  while (missing() > 0 && performance.now() - begun < REPLACED_WITHIN_MS) await pause(LOOK_EVERY_MS);
  return missing();
}
