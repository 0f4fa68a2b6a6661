/** The memory that a runner adds to the primary and to each worker. */
import { setTimeout as pause } from 'node:timers/promises';
import { findFreePort } from '../../support/exampleApp';
import { untilAllAnswer } from '../answers';
import { fire } from '../autocannon';
import { ownMebibytes } from '../processCost';
import { type Figures, medianOf, USUAL_RUNNERS } from '../rounds';
import type { Row, Turn } from './row';

const WORKERS = 4;
/** Same number of requests for each, so that the same garbage is there. */
const WARM_SECONDS = 1;
const REST_MS = { smoke: 100, quick: 1000, full: 3000 };

export const memoryRow: Row = {
  name: 'memory',
  title: 'Memory',
  how:
    `${WORKERS} workers of the hello app after a second of load and three of rest. Counted is the anonymous part of PSS ` +
    '(`smaps_rollup`): what is mapped from files depends on how many others run the same Node. A worker is the median one.',
  figures: [
    { key: 'primary', title: 'the primary, or the daemon', unit: 'MiB', better: 'less' },
    { key: 'worker', title: 'each worker', unit: 'MiB', better: 'less' },
  ],
  runners: USUAL_RUNNERS,
  needs: ['proc'],
  rounds: { smoke: 1, quick: 1, full: 3 },
  measure,
};

async function measure(turn: Turn): Promise<Figures> {
  const port = await findFreePort();
  const running = await turn.start({ app: 'hello.js', workers: WORKERS, port });
  await untilAllAnswer(port, WORKERS);
  await fire({ port, seconds: WARM_SECONDS, connections: 20, keepAlive: true, cleanup: turn.cleanup });
  await pause(REST_MS[turn.effort]);
  const worker = medianOf(running.workers().map(ownMebibytes));
  const primary = ownMebibytes(running.primary);
  await running.stop();
  return { primary, worker };
}
