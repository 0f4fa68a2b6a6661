/** throng 5. */
import path from 'node:path';
import { startOwnPrimary } from './ownPrimary';
import { packageFolder } from './packages';
import type { Runner } from './runner';

export const throng: Runner = {
  name: 'throng',
  title: 'throng 5',
  start: async (options) => {
    const env = { ...options.env, BENCH_THRONG: await packageFolder('throng') };
    return startOwnPrimary({ ...options, env, args: [path.join(__dirname, 'throngPrimary.cjs')] });
  },
};
