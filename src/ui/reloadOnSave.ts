/**
 * Reloads a run when one of its files is saved, where the setting says so. A primary coalesces what is asked for during
 * a reload, so that saving all files at once is one more reload and not many.
 */
import * as vscode from 'vscode';
import type { RunGateway, StateSource } from '../core/ports';
import { isSourceOfRun } from '../core/workspaceRuns';
import { setting } from './config';

export interface ReloadOnSaveParts {
  readonly state: StateSource;
  readonly gateway: RunGateway;
  readonly onProblem: (error: unknown) => void;
}

/** Watches saves until it is disposed. A failed reload shows in the run's row. */
export function reloadOnSave({ state, gateway, onProblem }: ReloadOnSaveParts): vscode.Disposable {
  const reload = async ({ uri }: vscode.TextDocument): Promise<void> => {
    if (uri.scheme !== 'file' || !setting('reloadOnSave', uri)) return;
    const runs = state.state.runs.filter((run) => run.link === 'connected' && isSourceOfRun(run.info, uri.fsPath));
    await Promise.all(runs.map(({ info }) => gateway.request(info.id, { type: 'reload' })));
  };
  return vscode.workspace.onDidSaveTextDocument((document) => void reload(document).catch(onProblem));
}
