/**
 * How connections reach the workers of a supervised run: the primary hands them round, the system lets the workers
 * compete for one socket, or each worker has a listening socket of its own among which the system deals them out.
 */
import type cluster from 'node:cluster';
import type { Scheduling } from '../../shared/runInfo';

/** What of a process decides whether sockets can share a port. */
export interface Platform extends Pick<NodeJS.Process, 'platform' | 'version'> {
  /** Whether an address can be tried before it is shared, which rests on a part of Node that is not documented. */
  readonly canTryAlone: boolean;
}

export interface SchedulingChoice {
  readonly scheduling: Scheduling;
  /** Why it is not what was asked for, in English. */
  readonly problem?: string;
}

/** The scheduling that this platform can do. */
export function chooseScheduling(asked: Scheduling, platform: Platform): SchedulingChoice {
  const lack = asked === 'reusePort' ? lackOf(platform) : undefined;
  if (lack === undefined) return { scheduling: asked };
  const problem = `Connections are dealt out round robin: a listening socket for each worker (reusePort) needs ${lack}.`;
  return { scheduling: 'roundRobin', problem };
}

/** What is missing for sockets that share a port, if anything. */
function lackOf({ platform, version, canTryAlone }: Platform): string | undefined {
  if (platform !== 'linux') return 'Linux';
  const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
  // https://nodejs.org/api/net.html#serverlistenoptions-callback: `reusePort` since v22.12 and v23.1.
  const isNew = major >= 24 || (major === 23 && minor >= 1) || (major === 22 && minor >= 12);
  if (!isNew) return `Node.js 22.12 or later, and this is ${version}`;
  return canTryAlone ? undefined : `a Node.js that Node Cluster knows, and ${version} is too new for it`;
}

/** Sets the policy of Node's cluster, which is fixed once it has been set up. */
export function applyScheduling(primary: typeof cluster, scheduling: Scheduling): void {
  if (scheduling !== 'roundRobin') primary.schedulingPolicy = primary.SCHED_NONE;
  // Node's own choice everywhere but on Windows; who set Node's variable has chosen too.
  else if (!process.env.NODE_CLUSTER_SCHED_POLICY) primary.schedulingPolicy = primary.SCHED_RR;
}
