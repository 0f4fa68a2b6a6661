/** Show Where It Is Stuck: the line that a worker is executing whose loop does not answer. */
import * as vscode from 'vscode';
import { notStuck } from '../../core/insightErrors';
import { findWorkers, readNodeName, type WorkerTarget, workerName } from '../../core/runTargets';
import { placeToLookAt } from '../../core/stackFrame';
import type { ClusterState } from '../../core/state';
import type { WorkerInfo } from '../../shared/runInfo';
import { chooseWorker } from '../pickers';
import { showStack } from '../stackPicker';
import type { CommandServices, Ended } from './commandServices';

const { t } = vscode.l10n;

/** Opens the editor at the line that a stuck worker is executing, with its stack beside it. */
export async function showStuckStack(
  { state, insight, executingLine }: CommandServices,
  argument: unknown,
): Promise<Ended> {
  const target = await chooseStuck(state.state, argument);
  if (target === undefined) return 'cancelled';
  const worker = workerName(target);
  const title = t('Reading the stack of worker {0}', worker.slot);
  const progress = { location: vscode.ProgressLocation.Window, title };
  const frames = await vscode.window.withProgress(progress, () => insight.readStack(worker));
  const place = placeToLookAt(frames);
  if (place) executingLine.show(worker, place);
  await showStack(frames, t('Where worker {0} is executing', worker.slot));
  return 'done';
}

const isStuck = ({ state }: WorkerInfo): boolean => state === 'unresponsive';

/** Where a worker is named that answers, or none is stuck, that is good news rather than an empty list. */
async function chooseStuck(state: ClusterState, argument: unknown): Promise<WorkerTarget | undefined> {
  const all = findWorkers(t, state, { name: readNodeName(argument), fits: () => true });
  if (!all.some(({ worker }) => isStuck(worker))) {
    const slots = all.map(({ worker }) => worker.slot);
    throw notStuck(t, slots);
  }
  return chooseWorker(state, { argument, fits: isStuck });
}
