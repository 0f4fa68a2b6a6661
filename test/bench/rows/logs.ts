/** What a worker prints: how fast it gets through, what a line costs, and whether the last words arrive. */
import { get } from 'node:http';
import { findFreePort } from '../../support/exampleApp';
import { eventually } from '../../support/vscode/eventually';
import { untilAllAnswer } from '../answers';
import { cpuSecondsOf } from '../processCost';
import { type Figures, USUAL_RUNNERS } from '../rounds';
import type { RunningApp } from '../runners/runner';
import type { ByEffort, Row, Turn } from './row';

const WORKERS = 2;
const LINES: ByEffort<number> = { smoke: 1000, quick: 20_000, full: 100_000 };
/** Printed before by each worker: what a compiler has to learn first is no line's cost. */
const WARM_UP: ByEffort<number> = { smoke: 100, quick: 20_000, full: 20_000 };
const LAST_WORDS = 5000;
/** Output that has not grown for so long is all that comes. */
const QUIET_MS = 1000;
const MICROSECONDS = 1e6;

export const logsRow: Row = {
  name: 'logs',
  title: 'Output',
  how:
    `A worker prints ${LINES.full} lines of 80 characters, a hundred at a time, into a file (PM2: into its log files), after ${WARM_UP.full} to warm up. ` +
    `CPU is that of the primary and all workers. Last words are ${LAST_WORDS} lines right before \`process.exit()\`.`,
  figures: [
    { key: 'rate', title: 'lines per second', unit: 'lines/s', better: 'more' },
    { key: 'cpu', title: 'CPU per line', unit: 'µs', better: 'less' },
    { key: 'lost', title: `lines lost of ${LINES.full}`, unit: '', better: 'less' },
    { key: 'lastWords', title: `last words lost of ${LAST_WORDS}`, unit: '', better: 'less' },
  ],
  runners: USUAL_RUNNERS,
  needs: ['proc'],
  rounds: { smoke: 1, quick: 1, full: 3 },
  measure,
};

async function measure(turn: Turn): Promise<Figures> {
  const port = await findFreePort();
  const running = await turn.start({ app: 'printer.js', workers: WORKERS, port });
  await untilAllAnswer(port, WORKERS);
  const lines = LINES[turn.effort];
  // In turn, as the primary deals them out.
  for (let worker = 0; worker < WORKERS; worker++) await order(port, `/lines/${WARM_UP[turn.effort]}`);
  const before = await untilWritten(running, WORKERS * WARM_UP[turn.effort]);
  const processes = [running.primary, ...running.workers()];
  const usedBefore = cpuSecondsOf(processes);
  const begun = performance.now();
  await order(port, `/lines/${lines}`);
  const seen = await untilWritten(running, before.count + lines);
  const seconds = (seen.at - begun) / 1000;
  const used = cpuSecondsOf(processes) - usedBefore;
  const printed = seen.count - before.count;
  await order(port, `/exit/${LAST_WORDS}`);
  const last = await untilWritten(running, seen.count + LAST_WORDS);
  await running.stop();
  return {
    rate: printed / seconds,
    cpu: (used / printed) * MICROSECONDS,
    lost: lines - printed,
    lastWords: LAST_WORDS - (last.count - seen.count),
  };
}

function order(port: number, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      response.resume().once('end', resolve).once('error', reject);
    });
    request.once('error', reject);
  });
}

/** Waits until so many lines are there, or no more come; answers how many and when the last one had come. */
async function untilWritten(running: RunningApp, lines: number): Promise<{ count: number; at: number }> {
  let count = -1;
  let at = performance.now();
  return eventually(
    'the output to end',
    () => {
      const seen = running.output().match(/bench line/g)?.length ?? 0;
      const now = performance.now();
      if (seen !== count) at = now;
      count = seen;
      return seen >= lines || now - at > QUIET_MS ? { count, at } : undefined;
    },
    { timeout: 60_000, interval: 20 },
  );
}
