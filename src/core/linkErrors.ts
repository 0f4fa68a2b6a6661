/**
 * What can go wrong between the extension and a run's primary, as errors ready to show. `host` throws them, `ui/notify`
 * shows them; the texts are made here because `core` is where the translator is at hand.
 */
import type { RequestErrorCode } from '../shared/protocol';
import { ClusterError } from './clusterError';
import { errorPlace } from './errorPlace';
import type { RunState } from './state';
import type { Translate } from './translate';

/** The primary answered that it will not do what was asked; `refusal` is its own code for why. */
export class RefusedError extends ClusterError {
  readonly refusal: RequestErrorCode;

  constructor(refusal: RequestErrorCode, message: string, hint: string) {
    super('refused', message, hint);
    this.refusal = refusal;
  }
}

/** The primary's refusal of one request. */
export function refused(t: Translate, refusal: RequestErrorCode, message: string): RefusedError {
  return new RefusedError(refusal, t('The run refused: {0}', message), refusalHint(t, refusal));
}

function refusalHint(t: Translate, refusal: RequestErrorCode): string {
  switch (refusal) {
    case 'noSuchWorker':
      return t('That worker is gone by now. Choose another one.');
    case 'notSupported':
      return t(
        'The app forks its own workers, so only the app can do this. Run it in supervise mode to steer it here.',
      );
    case 'noInspector':
      return t('Start the run without what keeps the inspector closed, or wait until the worker answers again.');
    case 'notInterruptible':
      return t(
        'It may wait for a file, a child process or a computation in native code. Look at what it calls synchronously.',
      );
    case 'stopping':
      return t('The run is stopping. Start it again when it has ended.');
    case 'badVersion':
      return t('The run was started by another version of Node Cluster. Stop it and start it again.');
    default:
      return t('The log of Node Cluster has the details.');
  }
}

/** No run of this id is known, or it has ended. */
export function runGone(t: Translate): ClusterError {
  return new ClusterError('runGone', t('This run has ended.'), t('Start it again to steer its workers.'));
}

/** The run has ended, and with it the primary that kept its workers' lines. */
export function logGone(t: Translate, { info, workers }: RunState): ClusterError {
  const { id: runId } = info;
  const failed = workers.find(({ lastExit }) => errorPlace(lastExit?.error));
  const action = failed
    ? { title: t('Go to Error'), command: 'nodeCluster.goToError', args: [{ runId, slot: failed.slot }] }
    : { title: t('Run Again'), command: 'nodeCluster.restart', args: [{ runId }] };
  const hint = t('What it printed is in the terminal in which it was started, if that is still open.');
  return new ClusterError('runGone', t('This run has ended, and its log with it.'), hint, action);
}

/** The link went away before the answer came. */
export function linkBroken(t: Translate): ClusterError {
  return new ClusterError(
    'linkBroken',
    t('The link to the run broke before it answered.'),
    t('Node Cluster reconnects by itself while the run lives. Look at the tree and try again.'),
  );
}

/** The primary took the request and says nothing. */
export function noAnswer(t: Translate, seconds: number): ClusterError {
  return new ClusterError(
    'linkBroken',
    t('The run did not answer within {0} seconds.', seconds),
    t('Its primary process is busy or blocked. Stop it in its terminal if it stays like this.'),
  );
}

/** The primary of a run that this window would show speaks another protocol version. */
export function otherVersion(t: Translate, entry: string): ClusterError {
  return new ClusterError(
    'linkBroken',
    t('{0} was started by another version of Node Cluster and cannot be shown.', entry),
    t('Stop it in its terminal and start it again.'),
  );
}

/** The run directory is not safe to use. */
export function directoryRefused(t: Translate, directory: string, problem: string): ClusterError {
  return new ClusterError(
    'linkBroken',
    t('Node Cluster does not use its run directory {0}: {1}.', directory, problem),
    t('Remove or rename it. It is made anew, readable by you alone.'),
  );
}
