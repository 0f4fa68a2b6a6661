/** An app that throws as soon as it is loaded: how often it is born again, what that costs, and whether its error shows. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findFreePort } from '../../support/exampleApp';
import { cpuSecondsWithDead } from '../processCost';
import { type Figures, USUAL_RUNNERS } from '../rounds';
import type { ByEffort, Row, Turn } from './row';

const WORKERS = 1;
const SECONDS: ByEffort<number> = { smoke: 1, quick: 3, full: 10 };
const LOOK_EVERY_MS = 50;

export const stormRow: Row = {
  name: 'storm',
  title: 'An app that throws at once',
  how:
    `One worker of an app whose first line throws, watched for ${SECONDS.full} s. CPU is that of the primary and of ` +
    'every worker that has ended. A stack trace is lost when a birth has none in the output.',
  figures: [
    { key: 'births', title: `births in ${SECONDS.full} s`, unit: '', better: 'less' },
    { key: 'cpu', title: 'CPU', unit: 'CPU s', better: 'less' },
    { key: 'lost', title: 'stack traces lost', unit: '%', better: 'less' },
  ],
  runners: USUAL_RUNNERS,
  needs: ['proc'],
  rounds: { smoke: 1, quick: 1, full: 1 },
  measure,
};

async function measure(turn: Turn): Promise<Figures> {
  const folder = mkdtempSync(path.join(tmpdir(), 'nc-bench-'));
  const forget = turn.cleanup.add(() => rmSync(folder, { recursive: true, force: true }));
  const births = path.join(folder, 'births');
  writeFileSync(births, '');
  const port = await findFreePort();
  const begun = performance.now();
  const running = await turn.start({ app: 'throws.js', workers: WORKERS, port, env: { BENCH_BIRTHS: births } });
  let cpu = 0;
  while (performance.now() - begun < SECONDS[turn.effort] * 1000) {
    // A primary that gives up ends: what it was last seen with counts.
    cpu = Math.max(cpu, cpuSecondsWithDead(running.primary));
    await pause(LOOK_EVERY_MS);
  }
  const born = countLines(readFileSync(births, 'utf8'), /^\d+$/gm);
  const traces = countLines(running.output(), /^.*Error: bench: thrown on purpose/gm);
  await running.stop();
  await forget();
  return { births: born, cpu, lost: (Math.max(0, born - traces) / born) * 100 };
}

function countLines(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
