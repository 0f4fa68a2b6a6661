/** Asks what a measurement needs to know and nobody said: the path and the connections, once for each entry. */
import * as vscode from 'vscode';
import { pathProblem } from '../core/scaling/loadTarget';
import { connectionsProblem, DEFAULT_CHOICES, type ScalingChoices } from '../core/scaling/scalingChoices';
import type { WorkerInfo } from '../shared/runInfo';

const { t } = vscode.l10n;

/** Both answers; undefined when the person left. `workers` are those that listen already, if any. */
export async function askScalingChoices(
  title: string,
  workers: readonly WorkerInfo[],
  before: ScalingChoices | undefined,
): Promise<ScalingChoices | undefined> {
  const { path: oldPath, connections: oldConnections } = before ?? DEFAULT_CHOICES;
  const path = await vscode.window.showInputBox({
    title: t('{0} (1 of 2)', title),
    prompt: t('Path that is asked for, by GET requests from this machine to the app'),
    value: oldPath,
    validateInput: (text) => (workers.length === 0 ? undefined : pathProblem(t, workers, text)),
  });
  if (path === undefined) return undefined;
  const connections = await vscode.window.showInputBox({
    title: t('{0} (2 of 2)', title),
    prompt: t('Connections at once; each asks again as soon as it is answered'),
    value: String(oldConnections),
    validateInput: (text) => connectionsProblem(t, text),
  });
  return connections === undefined ? undefined : { path: path.trim() || '/', connections: Number(connections) };
}
