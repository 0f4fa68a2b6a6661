/** What can go wrong when a worker is looked into, as errors ready to show. */
import { ClusterError } from './clusterError';
import type { WorkerName } from './ports';
import type { Translate } from './translate';

/** None of these workers is stuck. */
export function notStuck(t: Translate, slots: readonly number[]): ClusterError {
  const [slot, ...others] = slots;
  const message =
    others.length > 0
      ? t('No worker is stuck: all of them answer.')
      : t('Worker {0} answers: it is not stuck.', slot ?? '');
  return new ClusterError('notStuck', message, t('A CPU profile shows where its time goes.'), {
    title: t('Record CPU Profile'),
    command: 'nodeCluster.profileWorker',
  });
}

export interface Uninterruptible {
  readonly worker: WorkerName;
  readonly pid: number | undefined;
  /** What the system says of its process, where it says anything. */
  readonly state: 'running' | 'waiting' | 'stopped' | undefined;
}

/** A worker's loop is blocked by something that its inspector cannot look into. */
export function notInterruptible(t: Translate, { worker, pid, state }: Uninterruptible): ClusterError {
  const { slot } = worker;
  const action = { title: t('Show Log'), command: 'nodeCluster.showLog', args: [worker] };
  switch (state) {
    case 'stopped':
      return new ClusterError(
        'notInterruptible',
        t('The process of worker {0} is stopped, as by SIGSTOP.', slot),
        t('Let it go on with "kill -CONT {0}", or kill it.', pid ?? ''),
      );
    case 'waiting':
      return new ClusterError(
        'notInterruptible',
        t('Worker {0} waits inside a synchronous call, and its stack cannot be read before that returns.', slot),
        t('Look for execSync, spawnSync, Atomics.wait or synchronous file access in what it did last.'),
        action,
      );
    default:
      return new ClusterError(
        'notInterruptible',
        t('Worker {0} is busy in native code, and its stack cannot be read before that returns.', slot),
        t('Look for synchronous calls to crypto, zlib or a native addon in what it did last.'),
        action,
      );
  }
}

/** A look into a worker broke off: it ended, or what was seen could not be written. */
export function lookFailed(t: Translate, { slot }: WorkerName, reason: unknown): ClusterError {
  const why = reason instanceof Error ? reason.message : String(reason);
  return new ClusterError(
    'lookFailed',
    t('Looking into worker {0} broke off: {1}', slot, why),
    t('Look at the Cluster view whether the worker still lives, and try again.'),
  );
}
