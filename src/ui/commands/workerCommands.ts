/** Steering workers: fork, scale, kill, restart. Each sends an intent; the rows change when the primary says so. */
import * as vscode from 'vscode';
import { ClusterError } from '../../core/clusterError';
import { fileName } from '../../core/entryFile';
import { targetKey } from '../../core/launchOptions';
import { isLive } from '../../core/runTargets';
import type { RunState } from '../../core/state';
import { checkWorkerCount, workerCountProblem } from '../../core/workerCount';
import type { KillSignal } from '../../shared/protocol';
import type { WorkerInfo } from '../../shared/runInfo';
import { setting } from '../config';
import { chooseRun, chooseWorker } from '../pickers';
import { folderFor } from '../workspaceGuard';
import type { CommandServices, Ended } from './commandServices';
import type { CommandHandlers } from './ids';

const { t } = vscode.l10n;

type Names = 'forkWorker' | 'scale' | 'killWorker' | 'forceKillWorker' | 'restartWorker';

/** The handlers of this group. */
export function workerCommands(services: CommandServices): Pick<CommandHandlers, Names> {
  return {
    forkWorker: (argument) => forkWorker(services, argument),
    scale: (argument, workers) => scale(services, argument, workers),
    killWorker: (argument) => killWorker(services, argument, 'SIGTERM'),
    forceKillWorker: (argument) => killWorker(services, argument, 'SIGKILL'),
    restartWorker: (argument) => restartWorker(services, argument),
  };
}

const hasProcess = ({ pid }: WorkerInfo): boolean => pid !== undefined;

async function forkWorker({ state, gateway }: CommandServices, argument: unknown): Promise<Ended> {
  const run = await chooseRun(state.state, { argument, fits: isLive });
  if (run === undefined) return 'cancelled';
  await gateway.request(run.info.id, { type: 'fork' });
  return 'done';
}

async function killWorker({ state, gateway }: CommandServices, argument: unknown, signal: KillSignal): Promise<Ended> {
  const target = await chooseWorker(state.state, { argument, fits: hasProcess });
  if (target === undefined) return 'cancelled';
  await gateway.request(target.run.info.id, { type: 'kill', worker: target.worker.slot, signal });
  return 'done';
}

async function restartWorker({ state, gateway }: CommandServices, argument: unknown): Promise<Ended> {
  const target = await chooseWorker(state.state, { argument, fits: () => true });
  if (target === undefined) return 'cancelled';
  await gateway.request(target.run.info.id, { type: 'restart', worker: target.worker.slot });
  return 'done';
}

async function scale(services: CommandServices, argument: unknown, given: unknown): Promise<Ended> {
  const run = await chooseRun(services.state.state, { argument, fits: isLive });
  if (run === undefined) return 'cancelled';
  const workers = await workerCount(run, given);
  if (workers === undefined) return 'cancelled';
  await services.gateway.request(run.info.id, { type: 'scale', workers });
  await remember(services, run, workers);
  return 'done';
}

/** A run has a number of workers, never "auto". Menus hand on the selection as a second argument: a list is no count. */
async function workerCount(run: RunState, given: unknown): Promise<number | undefined> {
  if (given !== undefined && !Array.isArray(given)) {
    const count = checkWorkerCount(t, given);
    if (count !== 'auto') return count;
    throw new ClusterError('badWorkers', t('A run cannot be scaled to "auto".'), t('Give a whole number.'));
  }
  const typed = await vscode.window.showInputBox({
    title: t('Scale {0}', fileName(run.info.entry)),
    prompt: t('Number of workers'),
    value: String(run.info.target),
    validateInput: (text) => workerCountProblem(t, text),
  });
  return typed === undefined ? undefined : Number(typed);
}

async function remember({ tasks, counts }: CommandServices, { info }: RunState, workers: number): Promise<void> {
  const task = tasks.taskOf(info.id);
  const script: unknown = task?.execution.task.definition.script;
  const root = task?.parameters.root;
  const key = typeof script === 'string' && root !== undefined ? targetKey({ script, cwd: root }) : targetKey(info);
  await counts.remember(key, { workers, setting: setting('workers', folderFor(info.entry)) });
}
