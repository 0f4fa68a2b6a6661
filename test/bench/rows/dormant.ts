/** What the preload costs a process that it has nothing to do with: npm, a compiler, a test runner. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { withPreload } from '../../../src/shared/nodeOptions';
import { PRELOAD } from '../../support/clusterRun';
import type { Figures } from '../rounds';
import { medianOf } from '../rounds';
import { appEnvironment } from '../runners/ownPrimary';
import { APPS } from '../runners/runner';
import type { Row, Turn } from './row';

/** Starts in one turn, of which the median counts. */
const STARTS = 5;

export const dormantRow: Row = {
  name: 'dormant',
  title: 'A preload that has nothing to do',
  how: `An empty script from start to end, with the preload in \`NODE_OPTIONS\` for another entry, and without.`,
  figures: [{ key: 'start', title: 'a Node from start to end', unit: 'ms', better: 'less' }],
  runners: ['minimal', 'nodeCluster'],
  needs: [],
  rounds: { smoke: 1, quick: 8, full: 30 },
  measure: async (turn) => measure(turn),
};

function measure({ node, runner }: Turn): Figures {
  const { NODE_OPTIONS: _none, ...plain } = appEnvironment(0);
  const parameters = JSON.stringify({ workers: 2, entry: path.join(APPS, 'hello.js') });
  const dormant = { ...plain, NODE_OPTIONS: withPreload(undefined, PRELOAD), NODE_CLUSTER: parameters };
  const env = runner.name === 'minimal' ? plain : dormant;
  const starts = Array.from({ length: STARTS }, () => {
    const begun = performance.now();
    spawnSync(node, [path.join(APPS, 'empty.js')], { env, stdio: 'ignore' });
    return performance.now() - begun;
  });
  return { start: medianOf(starts) };
}
