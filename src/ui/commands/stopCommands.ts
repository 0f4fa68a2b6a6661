/** Ending runs: Stop, Stop All, and taking an ended run off the list. */
import * as vscode from 'vscode';
import { ClusterError } from '../../core/clusterError';
import { fileName } from '../../core/entryFile';
import { findRuns, isEnded, isLive } from '../../core/runTargets';
import type { RunState } from '../../core/state';
import type { RunInfo } from '../../shared/runInfo';
import { setting } from '../config';
import { chooseRun } from '../pickers';
import { askUnlessEnded, hasEnded } from '../runEnd';
import { folderFor } from '../workspaceGuard';
import type { CommandServices, Ended } from './commandServices';
import type { CommandHandlers } from './ids';

const { t } = vscode.l10n;

/** After the workers' own time to end, for how long the primary may take. */
const GRACE = 2_000;

/** The handlers of this group. */
export function stopCommands(services: CommandServices): Pick<CommandHandlers, 'stop' | 'stopAll' | 'dismissRun'> {
  return {
    stop: (argument, options) => stop(services, argument, options),
    stopAll: () => stopAll(services),
    dismissRun: (argument) => dismissRun(services, argument),
  };
}

async function stop(services: CommandServices, argument: unknown, options: unknown): Promise<Ended> {
  const run = await chooseRun(services.state.state, { argument, fits: isLive });
  if (run === undefined) return 'cancelled';
  const isForced = typeof options === 'object' && options !== null && 'force' in options && options.force === true;
  await stopRun(services, run, isForced);
  return 'done';
}

/** Asks the primary to stop, and goes on watching in the background whether it does. */
async function stopRun(services: CommandServices, run: RunState, force: boolean): Promise<void> {
  // A primary that ends before its answer is out has done what was asked.
  await askUnlessEnded(services, run.info.id, { type: 'stop', ...(force && { force }) });
  followStop(services, run, force).catch((error) => services.notifier.showError(error));
}

/** Stops a run and waits until it and its task are over; throws when it takes too long. */
export async function stopAndWait(services: CommandServices, { info }: RunState): Promise<void> {
  await askUnlessEnded(services, info.id, { type: 'stop' });
  if (!(await hasEnded(services.state, info.id, timeToStop(info)))) throw stillStopping(info.entry, info.id);
  await services.tasks.whenEnded(info.id);
}

/** In milliseconds. The run's own word, since a task may have its own; primaries of an older version do not tell. */
function timeToStop({ stopTimeout, entry }: RunInfo): number {
  return (stopTimeout ?? setting('stopTimeout', folderFor(entry)) * 1000) + GRACE;
}

async function followStop(services: CommandServices, { info }: RunState, force: boolean): Promise<void> {
  const { state, tasks, notifier } = services;
  if (!(await hasEnded(state, info.id, force ? GRACE : timeToStop(info)))) {
    notifier.showError(stillStopping(info.entry, info.id));
    return;
  }
  // What npm or a shell would run next must not start: the task ends with its run.
  setTimeout(() => tasks.terminate(info.id), GRACE);
}

function stillStopping(entry: string, runId: string): ClusterError {
  const message = t('{0} has not ended yet: some workers take longer than the stop timeout.', fileName(entry));
  const action = { title: t('Force Stop'), command: 'nodeCluster.stop', args: [{ runId }, { force: true }] };
  return new ClusterError('stillStopping', message, t('Force Stop ends them at once; their work is lost.'), action);
}

async function stopAll(services: CommandServices): Promise<Ended> {
  const runs = findRuns(t, services.state.state, { name: undefined, fits: isLive });
  if (!(await isConfirmed(runs))) return 'cancelled';
  const results = await Promise.allSettled(runs.map((run) => stopRun(services, run, false)));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return 'done';
}

async function isConfirmed(runs: readonly RunState[]): Promise<boolean> {
  if (!setting('confirmStopAll')) return true;
  const names = runs.map((run) => fileName(run.info.entry)).join(', ');
  const [yes, always] = [t('Stop All'), t("Stop All, Don't Ask Again")];
  const detail = t('These end with all their workers: {0}.', names);
  const question = runs.length === 1 ? t('Stop 1 run?') : t('Stop {0} runs?', runs.length);
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, yes, always);
  if (answer === always) {
    await vscode.workspace
      .getConfiguration('nodeCluster')
      .update('confirmStopAll', false, vscode.ConfigurationTarget.Global);
  }
  return answer !== undefined;
}

async function dismissRun({ state, gateway }: CommandServices, argument: unknown): Promise<Ended> {
  const run = await chooseRun(state.state, { argument, fits: isEnded });
  if (run === undefined) return 'cancelled';
  gateway.dismiss(run.info.id);
  return 'done';
}
