/** All runners, by name, in the order of the tables. */
import type { RunnerName } from '../rounds';
import { minimal } from './minimal';
import { nodeCluster, nodeClusterOs, nodeClusterReusePort } from './nodeCluster';
import { pm2 } from './pm2';
import type { Runner } from './runner';
import { throng } from './throng';

export const RUNNERS: Readonly<Record<RunnerName, Runner>> = {
  minimal,
  nodeCluster,
  nodeClusterOs,
  nodeClusterReusePort,
  pm2,
  throng,
};
