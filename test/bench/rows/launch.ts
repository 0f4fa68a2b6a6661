/** From the command to the moment when every worker has answered, and from a SIGKILL to the replacement's first answer. */
import { findFreePort } from '../../support/exampleApp';
import { untilAllAnswer, untilAnswers } from '../answers';
import { type Figures, medianOf, USUAL_RUNNERS } from '../rounds';
import type { RunningApp } from '../runners/runner';
import type { Row, Turn } from './row';

const WORKERS = 4;
/** A replacement that has not answered by then never will. */
const REPLACED_WITHIN_MS = 5000;
const KILLS = { smoke: 1, quick: 2, full: 3 };

export const launchRow: Row = {
  name: 'launch',
  title: 'Launch and recovery',
  how:
    `${WORKERS} workers of the hello app. A launch ends when every worker has answered once; a recovery begins with the ` +
    'SIGKILL of one worker and ends when a process that was not there before answers. Both are looked at every 4 ms.',
  figures: [
    { key: 'launch', title: 'launch until every worker answers', unit: 'ms', better: 'less' },
    { key: 'warm', title: "launch, PM2's daemon already up", unit: 'ms', better: 'less' },
    { key: 'recovery', title: 'SIGKILL until the replacement answers', unit: 'ms', better: 'less' },
    { key: 'missing', title: 'killed workers that were never replaced', unit: '', better: 'less' },
  ],
  runners: USUAL_RUNNERS,
  needs: ['proc'],
  rounds: { smoke: 1, quick: 2, full: 5 },
  measure,
};

async function measure(turn: Turn): Promise<Figures> {
  const cold = await launch(turn);
  const recovery = await recover(cold.running, cold.port, KILLS[turn.effort]);
  await cold.running.stop();
  const figures = { launch: cold.took, warm: cold.took, ...recovery };
  if (!turn.runner.warmUp) return figures;
  const warm = await launch(turn, await turn.runner.warmUp(turn));
  await warm.running.stop();
  return { ...figures, warm: warm.took };
}

async function launch(turn: Turn, home?: string): Promise<{ port: number; took: number; running: RunningApp }> {
  const port = await findFreePort();
  const starting = turn.start({ app: 'hello.js', workers: WORKERS, port, ...(home !== undefined && { home }) });
  const took = await untilAllAnswer(port, WORKERS);
  return { port, took, running: await starting };
}

/** Kills one worker after the other, each a different one. */
async function recover(running: RunningApp, port: number, kills: number): Promise<Figures> {
  const times: number[] = [];
  let missing = 0;
  for (let count = 0; count < kills; count++) {
    const before = running.workers();
    const [victim] = before;
    if (victim === undefined) break;
    process.kill(victim, 'SIGKILL');
    const isNew = (pid: number): boolean => !before.includes(pid);
    try {
      times.push(await untilAnswers(port, (pids) => [...pids].some(isNew), REPLACED_WITHIN_MS));
    } catch {
      missing++;
    }
  }
  return { missing, ...(times.length > 0 && { recovery: medianOf(times) }) };
}
