/**
 * Reload: every worker is replaced, one after the other, without losing a request. The command lasts as long as the
 * reload does, with its progress in the Cluster view, and says why where it stops half-way.
 */
import * as vscode from 'vscode';
import { ClusterError } from '../../core/clusterError';
import { fileName } from '../../core/entryFile';
import { isLive } from '../../core/runTargets';
import type { RunState } from '../../core/state';
import { exitSentence, tooSlow } from '../../core/words';
import type { ReloadInfo } from '../../shared/runInfo';
import { chooseRun } from '../pickers';
import type { CommandServices, Ended } from './commandServices';
import type { CommandHandlers } from './ids';

const { t } = vscode.l10n;

/** The handlers of this group. */
export function reloadCommands(services: CommandServices): Pick<CommandHandlers, 'reload'> {
  return { reload: (argument) => reload(services, argument) };
}

async function reload(services: CommandServices, argument: unknown): Promise<Ended> {
  const run = await chooseRun(services.state.state, { argument, fits: isLive });
  if (run === undefined) return 'cancelled';
  const title = t('Reloading {0}', fileName(run.info.entry));
  const location = { viewId: 'nodeCluster.cluster' };
  const result = await vscode.window.withProgress({ location, title }, () => reloadRun(services, run));
  if (result?.state === 'failed') throw reloadFailed(run, result);
  return 'done';
}

/** Asks for a reload and waits until it is over; answers nothing if the run ends meanwhile. */
async function reloadRun({ gateway, state }: CommandServices, { info }: RunState): Promise<ReloadInfo | undefined> {
  const before = info.reload?.startedAt;
  await gateway.request(info.id, { type: 'reload' });
  return new Promise((resolve) => {
    const look = (): void => {
      const run = state.state.runs.find((candidate) => candidate.info.id === info.id);
      const isLost = run === undefined || !isLive(run);
      const latest = run?.info.reload;
      const isOver = latest !== undefined && latest.startedAt !== before && latest.state !== 'running';
      if (!isLost && !isOver) return;
      subscription.dispose();
      resolve(isLost ? undefined : latest);
    };
    const subscription = state.onDidChange(look);
    look();
  });
}

function reloadFailed({ info }: RunState, { exit, replaced }: ReloadInfo): ClusterError {
  const why = exit ? exitSentence(t, exit) : tooSlow(t);
  const message = t('The reload of {0} stopped: the new worker did not come up ({1}).', fileName(info.entry), why);
  const hint =
    replaced === 0
      ? t('The old workers keep serving. Correct the app and reload again.')
      : t('{0} workers run the new version, the others the old one. Correct the app and reload again.', replaced);
  const action = { title: t('Show Log'), command: 'nodeCluster.showLog', args: [{ kind: 'run', runId: info.id }] };
  return new ClusterError('reloadFailed', message, hint, action);
}
