/**
 * Asks a person to choose, and only where there is something to choose: one candidate is taken without a question. An
 * empty list is the caller's error to tell, in its own words.
 */
import * as vscode from 'vscode';
import {
  describeRun,
  describeWorker,
  findPastWorkers,
  findRuns,
  findWorkers,
  readNodeName,
  type WorkerTarget,
} from '../core/runTargets';
import type { ClusterState, RunState } from '../core/state';
import type { WorkerInfo } from '../shared/runInfo';

const { t } = vscode.l10n;

export interface Choice<T> {
  readonly label: string;
  readonly description?: string;
  readonly value: T;
}

/** One of the choices; undefined when the person left the picker. */
export async function choose<T>(choices: readonly Choice<T>[], placeHolder: string): Promise<T | undefined> {
  const [only, ...others] = choices;
  if (only !== undefined && others.length === 0) return only.value;
  const picked = await vscode.window.showQuickPick(choices, { placeHolder, matchOnDescription: true });
  return picked?.value;
}

/** The run that a command is about: its argument's, or a chosen one. */
export async function chooseRun(
  state: ClusterState,
  query: { readonly argument: unknown; readonly fits: (run: RunState) => boolean },
): Promise<RunState | undefined> {
  const runs = findRuns(t, state, { name: readNodeName(query.argument), fits: query.fits });
  const choices = runs.map((run) => ({ ...describeRun(t, run), value: run }));
  return choose(choices, t('Choose a run'));
}

/** The worker that a command is about: its argument's, or a chosen one. */
export async function chooseWorker(
  state: ClusterState,
  query: { readonly argument: unknown; readonly fits: (worker: WorkerInfo) => boolean },
): Promise<WorkerTarget | undefined> {
  const workers = findWorkers(t, state, { name: readNodeName(query.argument), fits: query.fits });
  const choices = workers.map((target) => ({ ...describeWorker(t, target), value: target }));
  return choose(choices, t('Choose a worker'));
}

/** A worker that has failed, of a run that may be over. */
export async function chooseFailure(
  state: ClusterState,
  query: { readonly argument: unknown; readonly fits: (worker: WorkerInfo) => boolean },
): Promise<WorkerTarget | undefined> {
  const workers = findPastWorkers(t, state, { name: readNodeName(query.argument), fits: query.fits });
  const choices = workers.map((target) => ({ ...describeWorker(t, target), value: target }));
  return choose(choices, t('Choose a worker'));
}
