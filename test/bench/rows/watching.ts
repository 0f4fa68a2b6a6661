/**
 * The CPU that watching costs while nothing happens: in the program that watches, in the primary, and in the workers.
 * Node Cluster is watched by its watching half in a process of its own, shown (somebody looks at the numbers) and hidden;
 * PM2 by its own command in a loop; nobody watches the minimal primary.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findFreePort } from '../../support/exampleApp';
import { eventually } from '../../support/vscode/eventually';
import { untilAllAnswer } from '../answers';
import { cpuSeconds, cpuSecondsOf, cpuSecondsOfEndedChildren } from '../processCost';
import type { Figures } from '../rounds';
import type { RunningApp } from '../runners/runner';
import type { ByEffort, FigureInfo, Row, Turn } from './row';

const WATCHER = path.join(__dirname, '..', 'watcher.ts');
const SECONDS: ByEffort<number> = { smoke: 1, quick: 4, full: 20 };
/** What happens once is not the steady state: V8 tidies a young heap up some seconds after its first work. */
const SETTLE_MS: ByEffort<number> = { smoke: 500, quick: 2000, full: 12_000 };
const PM2_PAUSE_MS = 1000;
const PHASES = ['shown', 'hidden'] as const;
const PARTS = [
  { key: 'watcher', title: 'the watcher' },
  { key: 'primary', title: 'the primary' },
  { key: 'workers', title: 'all workers' },
] as const;

type Costs = Readonly<Record<(typeof PARTS)[number]['key'], number>>;

export const watchingRows: readonly Row[] = [4, 16, 64].map(row);

function row(workers: number): Row {
  return {
    name: `watch-${workers}`,
    title: `Watching ${workers} idle workers`,
    how:
      `CPU in a minute, from ${SECONDS.full} s. Node Cluster: the watching half of the extension in a process of its own. ` +
      'PM2: `pm2 jlist` once a second; its daemon is its primary.',
    figures: PHASES.flatMap(figuresOf),
    runners: ['minimal', 'nodeCluster', 'pm2'],
    needs: ['proc'],
    // Sixteen are enough to see whether something is wrong.
    rounds: { smoke: 1, quick: workers === 16 ? 1 : 0, full: 1 },
    measure: (turn) => measure(turn, workers),
  };
}

function figuresOf(phase: (typeof PHASES)[number]): FigureInfo[] {
  return PARTS.map(({ key, title }) => ({
    key: `${phase}.${key}`,
    title: `${phase}: ${title}`,
    unit: 'CPU s/min',
    better: 'less',
  }));
}

async function measure(turn: Turn, workers: number): Promise<Figures> {
  const port = await findFreePort();
  const running = await turn.start({ app: 'hello.js', workers, port });
  await untilAllAnswer(port, workers);
  await pause(SETTLE_MS[turn.effort]);
  const seconds = SECONDS[turn.effort];
  const figures = await measureWith(turn, running, { workers, seconds });
  await running.stop();
  return figures;
}

interface Size {
  readonly workers: number;
  readonly seconds: number;
}

async function measureWith(turn: Turn, running: RunningApp, size: Size): Promise<Figures> {
  if (running.runDirectory !== undefined) return watchRun(turn, running, size);
  const idle = await costs(running, size.seconds, () => 0);
  const hidden = named('hidden', idle);
  return running.look ? { ...named('shown', await watchByCommand(running, size.seconds)), ...hidden } : hidden;
}

async function watchRun({ cleanup, effort }: Turn, running: RunningApp, { workers, seconds }: Size): Promise<Figures> {
  const watcher = fork(WATCHER, [running.runDirectory ?? ''], { execArgv: ['--import=tsx'] });
  const stop = cleanup.add(() => void watcher.kill('SIGKILL'));
  let seen = 0;
  watcher.on('message', (count) => {
    seen = Number(count);
  });
  await eventually('the watcher to see all workers', () => seen === workers || undefined);
  const figures: Record<string, number> = {};
  for (const phase of PHASES) {
    watcher.send(phase === 'shown');
    await pause(SETTLE_MS[effort]);
    Object.assign(figures, named(phase, await costs(running, seconds, () => cpuSeconds(watcher.pid ?? 0))));
  }
  watcher.disconnect();
  await once(watcher, 'exit');
  await stop();
  return figures;
}

/** The command's own processes are our children and have ended by the time they are counted. */
async function watchByCommand(running: RunningApp, seconds: number): Promise<Costs> {
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      await running.look?.();
      await pause(PM2_PAUSE_MS);
    }
  })();
  const result = await costs(running, seconds, cpuSecondsOfEndedChildren);
  isOver = true;
  await watching;
  return result;
}

/** What the parts use in so many seconds, scaled to a minute. */
async function costs(running: RunningApp, seconds: number, watcher: () => number): Promise<Costs> {
  const pids = running.workers();
  const read = () => ({ watcher: watcher(), primary: cpuSeconds(running.primary), workers: cpuSecondsOf(pids) });
  const begun = performance.now();
  const before = read();
  await pause(seconds * 1000);
  const after = read();
  const minutes = (performance.now() - begun) / 60_000;
  const perMinute = (key: keyof Costs): number => (after[key] - before[key]) / minutes;
  return { watcher: perMinute('watcher'), primary: perMinute('primary'), workers: perMinute('workers') };
}

function named(phase: (typeof PHASES)[number], costs_: Costs): Figures {
  return Object.fromEntries(Object.entries(costs_).map(([key, value]) => [`${phase}.${key}`, value]));
}
