/** Throughput, latency and, steadiest on a machine that others use too, the CPU that a request costs. */
import { availableParallelism } from 'node:os';
import { findFreePort } from '../../support/exampleApp';
import { untilAnswers } from '../answers';
import { fire } from '../autocannon';
import { cpuSecondsOf } from '../processCost';
import { type Figures, USUAL_RUNNERS } from '../rounds';
import type { ByEffort, FigureInfo, Row, Turn } from './row';

const CONNECTIONS = 50;
/** One for each core, but no fewer than a cluster has and no more than the load can keep busy. */
const WORKERS = Math.min(Math.max(availableParallelism(), 2), 4);
const SECONDS: ByEffort<{ readonly warmUp: number; readonly measured: number }> = {
  smoke: { warmUp: 1, measured: 1 },
  quick: { warmUp: 1, measured: 1 },
  full: { warmUp: 1, measured: 4 },
};
/** More than there are cores, so that there is something to balance. */
const SCHEDULED_WORKERS = 4;
const MICROSECONDS = 1e6;

const KINDS = [
  { key: 'keep', title: 'keep-alive', keepAlive: true },
  { key: 'new', title: 'new connection each', keepAlive: false },
] as const;

export const requestRows: readonly Row[] = [
  row('hello', 'Hello over http', { smoke: 1, quick: 1, full: 4 }),
  row('cpu', 'Half a millisecond of CPU per request', { smoke: 1, quick: 0, full: 3 }),
  row('express', 'Express', { smoke: 1, quick: 0, full: 5 }),
];

function row(app: string, title: string, rounds: ByEffort<number>): Row {
  return {
    name: `requests-${app}`,
    title,
    how:
      `${WORKERS} workers, ${CONNECTIONS} connections of autocannon, a second of warm-up. ` +
      'CPU is that of the primary and all workers, divided by the answers.',
    figures: KINDS.flatMap(figuresOf),
    runners: USUAL_RUNNERS,
    needs: ['proc'],
    rounds,
    measure: (turn) => measure(turn, { app: `${app}.js`, workers: WORKERS }),
  };
}

/** Node Cluster's own settings against each other. */
export const schedulingRow: Row = {
  name: 'scheduling',
  title: 'Schedulings',
  how:
    `${SCHEDULED_WORKERS} workers of the hello app, ${CONNECTIONS} connections of autocannon, a second of warm-up. The busiest ` +
    'worker is compared with an even share: 1 is balanced. `reusePort` needs Node 22.12 on Linux.',
  figures: KINDS.flatMap((kind) => [
    ...figuresOf(kind),
    { key: `${kind.key}.busiest`, title: `the busiest worker, ${kind.title}`, unit: '', better: 'less' },
  ]),
  runners: ['minimal', 'nodeCluster', 'nodeClusterOs', 'nodeClusterReusePort'],
  needs: ['proc'],
  rounds: { smoke: 1, quick: 0, full: 3 },
  measure: (turn) => measure(turn, { app: 'hello.js', workers: SCHEDULED_WORKERS }),
};

function figuresOf({ key, title }: (typeof KINDS)[number]): FigureInfo[] {
  return [
    { key: `${key}.cpu`, title: `CPU per request, ${title}`, unit: 'µs', better: 'less' },
    { key: `${key}.rate`, title: `throughput, ${title}`, unit: 'req/s', better: 'more' },
    { key: `${key}.p99`, title: `latency p99, ${title}`, unit: 'ms', better: 'less' },
  ];
}

async function measure(turn: Turn, { app, workers }: { app: string; workers: number }): Promise<Figures> {
  const { warmUp, measured } = SECONDS[turn.effort];
  const port = await findFreePort();
  const running = await turn.start({ app, workers, port });
  await untilAnswers(port, (pids) => pids.size > 0);
  const figures: Record<string, number> = {};
  for (const { key, keepAlive } of KINDS) {
    const load = { port, connections: CONNECTIONS, keepAlive, cleanup: turn.cleanup };
    await fire({ ...load, seconds: warmUp });
    const processes = [running.primary, ...running.workers()];
    const before = cpuSecondsOf(processes);
    const { answered, duration, p99, byWorker } = await fire({ ...load, seconds: measured });
    const used = cpuSecondsOf(processes) - before;
    figures[`${key}.cpu`] = (used / answered) * MICROSECONDS;
    figures[`${key}.rate`] = answered / duration;
    figures[`${key}.p99`] = p99;
    figures[`${key}.busiest`] = (Math.max(...byWorker) * workers) / answered;
  }
  await running.stop();
  return figures;
}
