/** Looking at runs: their logs, their address in a browser, their process ids, and the extension's own log. */
import * as vscode from 'vscode';
import { browserAddresses } from '../../core/browserAddress';
import { ClusterError } from '../../core/clusterError';
import { type ErrorPlace, errorPlace } from '../../core/errorPlace';
import { describeRun, describeWorker, findRuns, isLive, readNodeName } from '../../core/runTargets';
import type { ClusterNode, RunState } from '../../core/state';
import type { WorkerInfo } from '../../shared/runInfo';
import { showFile } from '../fileAccess';
import { type Choice, choose, chooseFailure, chooseRun } from '../pickers';
import type { CommandServices, Ended } from './commandServices';
import type { CommandHandlers } from './ids';

const { t } = vscode.l10n;

/** The handlers of this group. */
export function viewCommands(
  services: CommandServices,
): Pick<CommandHandlers, 'showLog' | 'goToError' | 'openInBrowser' | 'copyPid' | 'showExtensionLog'> {
  return {
    goToError: (argument) => goToError(services, argument),
    showLog: (argument) => showLog(services, argument),
    openInBrowser: (argument) => openInBrowser(services, argument),
    copyPid: (argument) => copyPid(services, argument),
    showExtensionLog: async () => {
      services.log.show();
      return 'done';
    },
  };
}

async function showLog(services: CommandServices, argument: unknown): Promise<Ended> {
  const node = await chooseNode(services, argument);
  if (node === undefined) return 'cancelled';
  await services.showLog(node);
  return 'done';
}

/** Opens the file at the line that ended a worker. */
async function goToError({ state }: CommandServices, argument: unknown): Promise<Ended> {
  const placeOf = ({ lastExit }: WorkerInfo): ErrorPlace | undefined => errorPlace(lastExit?.error);
  const target = await chooseFailure(state.state, { argument, fits: (worker) => placeOf(worker) !== undefined });
  const place = target && placeOf(target.worker);
  if (place === undefined) return 'cancelled';
  const at = new vscode.Position(place.line - 1, place.column - 1);
  await showFile(vscode.Uri.file(place.file), { selection: new vscode.Range(at, at) });
  return 'done';
}

/** The named row; without one, a run. */
async function chooseNode({ state }: CommandServices, argument: unknown): Promise<ClusterNode | undefined> {
  const name = readNodeName(argument);
  if (name?.slot !== undefined) return { kind: 'worker', runId: name.runId, slot: name.slot };
  const run = await chooseRun(state.state, { argument, fits: () => true });
  if (run === undefined) return undefined;
  const isPrimary =
    typeof argument === 'object' && argument !== null && 'kind' in argument && argument.kind === 'primary';
  return { kind: isPrimary ? 'primary' : 'run', runId: run.info.id };
}

async function openInBrowser({ state }: CommandServices, argument: unknown): Promise<Ended> {
  const name = readNodeName(argument);
  const runs = findRuns(t, state.state, { name, fits: isLive });
  const choices = runs.flatMap((run) => addressChoices(run, name?.slot));
  if (choices.length === 0) throw noPort();
  const url = await choose(choices, t('Choose an address'));
  if (url === undefined) return 'cancelled';
  // VS Code itself leads a remote workspace's port to this machine's browser; to resolve it here too would forward another.
  await vscode.env.openExternal(vscode.Uri.parse(url));
  return 'done';
}

function addressChoices(run: RunState, slot: number | undefined): Choice<string>[] {
  const workers = run.workers.filter((worker) => slot === undefined || worker.slot === slot);
  return browserAddresses(workers).map((url) => ({ label: url, description: describeRun(t, run).label, value: url }));
}

function noPort(): ClusterError {
  const hint = t('Wait until a worker listens on a TCP port; the Cluster view shows it.');
  return new ClusterError('noPort', t('There is no address to open yet.'), hint);
}

async function copyPid({ state }: CommandServices, argument: unknown): Promise<Ended> {
  const name = readNodeName(argument);
  const runs = findRuns(t, state.state, { name, fits: isLive });
  const choices = runs.flatMap((run) => pidChoices(run, argument));
  if (choices.length === 0) {
    throw new ClusterError(
      'noWorkers',
      t('No process lives in this slot.'),
      t('Wait until the worker is forked again.'),
    );
  }
  const pid = await choose(choices, t('Choose a process'));
  if (pid === undefined) return 'cancelled';
  await vscode.env.clipboard.writeText(String(pid));
  vscode.window.setStatusBarMessage(t('Copied pid {0}', pid), 3_000);
  return 'done';
}

/** The named process; for a run its primary; without a name, the primary and all workers. */
function pidChoices(run: RunState, argument: unknown): Choice<number>[] {
  const name = readNodeName(argument);
  const primary = { ...describeRun(t, run), label: t('Primary'), value: run.info.pid };
  if (name !== undefined && name.slot === undefined) return [primary];
  const workers = run.workers.filter(
    (worker): worker is WorkerInfo & { readonly pid: number } =>
      worker.pid !== undefined && (name === undefined || worker.slot === name.slot),
  );
  const choices = workers.map((worker) => ({ ...describeWorker(t, { run, worker }), value: worker.pid }));
  return name === undefined ? [primary, ...choices] : choices;
}
