/**
 * What a person is told when a primary notices something about its run: what happened, why, and the button that mends
 * it. Pure; `ui/noticeBoard.ts` shows it once per run.
 */
import type { Notice } from '../shared/runInfo';
import { ClusterError } from './clusterError';
import { baseName } from './format';
import type { PortHolder } from './ports';
import { isLive } from './runTargets';
import type { RunState } from './state';
import type { Translate } from './translate';
import { portOfExit } from './words';

const SETTINGS_COMMAND = 'workbench.action.openSettings';

/** The port that a run could not have, if its crashes tell. */
export function refusedPort({ workers }: RunState): number | undefined {
  for (const { lastExit } of workers) {
    const port = lastExit && portOfExit(lastExit);
    if (port !== undefined) return port;
  }
  return undefined;
}

/** The other live run that a process belongs to: its primary, or a worker that listens by itself. */
export function rivalOf(run: RunState, runs: readonly RunState[], pid: number): RunState | undefined {
  const others = runs.filter((other) => other.info.id !== run.info.id && isLive(other));
  return others.find(({ info, workers }) => info.pid === pid || workers.some((worker) => worker.pid === pid));
}

export interface Noticed {
  readonly notice: Notice;
  /** Who has the port that the run could not have. */
  readonly holder?: PortHolder | undefined;
  /** The run that the holder belongs to. */
  readonly rival?: RunState | undefined;
}

/** The message for a notice; nothing for one that the run's tooltip tells well enough. */
export function noticeError(t: Translate, run: RunState, { notice, holder, rival }: Noticed): ClusterError | undefined {
  const name = baseName(run.info.entry);
  const args = [{ runId: run.info.id }];
  switch (notice.code) {
    case 'portTaken':
      return rival ? portOfRival(t, run, rival) : portTaken(t, run, holder);
    case 'notStarted': {
      const message = t('The system could not start a worker of {0}.', name);
      const hint = t('If Node.js was updated or removed meanwhile, run again; the worker tells the error.');
      const action = { title: t('Run Again'), command: 'nodeCluster.restart', args };
      return new ClusterError('notStarted', message, hint, action);
    }
    case 'exclusivePort': {
      const message = t('{0} asks for a port of its own in each worker (exclusive), and only one can have it.', name);
      const action = { title: t('Run One Worker'), command: 'nodeCluster.scale', args: [...args, 1] };
      return new ClusterError(
        'exclusivePort',
        message,
        t('Take "exclusive" out of listen(), or run one worker.'),
        action,
      );
    }
    case 'neverForked': {
      const message = t('{0} runs in observe mode, but it has not forked a worker.', name);
      const hint = t('If it does not use node:cluster itself, let Node Cluster fork the workers.');
      const action = { title: t('Run in Supervise Mode'), command: 'nodeCluster.superviseRun', args };
      return new ClusterError('neverForked', message, hint, action);
    }
    case 'selfClustered': {
      const message = t('{0} forks its workers itself, which a worker cannot do.', name);
      const action = { title: t('Run in Observe Mode'), command: 'nodeCluster.observeRun', args };
      return new ClusterError('selfClustered', message, t('Run it as it is and only watch it.'), action);
    }
    case 'noReusePort': {
      const message = t('{0} hands connections out round robin, for this system cannot do reusePort.', name);
      const hint = t('It needs Linux and Node.js 22.12 or later; this run has {0}.', run.info.node);
      const action = { title: t('Open Setting'), command: SETTINGS_COMMAND, args: ['nodeCluster.scheduling'] };
      return new ClusterError('noReusePort', message, hint, action);
    }
    case 'stickyRefused': {
      const message = t('Sticky sessions do not reach all of {0}.', name);
      const action = { title: t('Show Log'), command: 'nodeCluster.showExtensionLog' };
      return new ClusterError('stickyRefused', message, notice.message, action);
    }
    case 'pausedWorker': {
      const message = t('A worker of {0} stands still in a debugger, and something waits for its end.', name);
      const action = { title: t('Show Debugger'), command: 'workbench.view.debug' };
      return new ClusterError('pausedWorker', message, t('Continue it, or end its debug session.'), action);
    }
    default:
      return undefined;
  }
}

function portTaken(t: Translate, run: RunState, holder: PortHolder | undefined): ClusterError {
  const port = refusedPort(run);
  const name = baseName(run.info.entry);
  const what = port === undefined ? t('The port of {0} is taken', name) : t('Port {0} of {1} is taken', port, name);
  const message = holder ? t('{0} by process {1}: {2}.', what, holder.pid, shortened(holder.command)) : `${what}.`;
  const action = { title: t('Run Again'), command: 'nodeCluster.restart', args: [{ runId: run.info.id }] };
  return new ClusterError('portTaken', message, t('End that program or choose another port, then run again.'), action);
}

/** The button is for the usual case: the same app under another name, or one that was forgotten. */
function portOfRival(t: Translate, run: RunState, rival: RunState): ClusterError {
  const [name, other, port] = [baseName(run.info.entry), baseName(rival.info.entry), refusedPort(run) ?? ''];
  const message = t('Port {0} of {1} is taken by another run: {2}, process {3}.', port, name, other, rival.info.pid);
  const args = [{ runId: run.info.id }, { insteadOf: { runId: rival.info.id } }];
  const title = other === name ? t('Stop It and Run Again') : t('Stop {0}, Run {1}', other, name);
  const action = { title, command: 'nodeCluster.restart', args };
  return new ClusterError('portTaken', message, t('Stop that run, or choose another port and run again.'), action);
}

const shortened = (command: string): string => (command.length > 80 ? `${command.slice(0, 79)}…` : command);
