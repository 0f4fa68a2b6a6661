/** Requests that a rolling reload loses, as a client with a kept connection sees it. */
import { findFreePort } from '../../support/exampleApp';
import { Load } from '../../support/load';
import { untilAllAnswer } from '../answers';
import type { Figures } from '../rounds';
import type { Row, Turn } from './row';

const WORKERS = 4;
const CLIENTS = 50;
const RELOADS = { smoke: 1, quick: 2, full: 10 };

export const reloadRow: Row = {
  name: 'reload',
  title: 'Rolling reload of a plain app under load',
  how:
    `${WORKERS} workers of the hello app, which knows nothing of shutting down, ${CLIENTS} keep-alive clients, ` +
    `${RELOADS.full} reloads in a row. The minimal primary and throng have none.`,
  figures: [
    { key: 'failed', title: 'failed requests per reload', unit: '', better: 'less' },
    { key: 'rate', title: 'requests answered meanwhile', unit: 'req/s', better: 'more' },
    { key: 'took', title: 'time of a reload', unit: 'ms', better: 'less' },
  ],
  runners: ['nodeCluster', 'pm2'],
  needs: [],
  rounds: { smoke: 1, quick: 1, full: 1 },
  measure,
};

async function measure(turn: Turn): Promise<Figures> {
  const port = await findFreePort();
  const running = await turn.start({ app: 'hello.js', workers: WORKERS, port });
  await untilAllAnswer(port, WORKERS);
  const reloads = RELOADS[turn.effort];
  const load = new Load({ port, clients: CLIENTS, keepAlive: true });
  const begun = performance.now();
  for (let count = 0; count < reloads; count++) await running.reload?.();
  const took = performance.now() - begun;
  const { answered, failed, hung } = await load.stop();
  await running.stop();
  return { failed: (failed.length + hung) / reloads, rate: (answered / took) * 1000, took: took / reloads };
}
