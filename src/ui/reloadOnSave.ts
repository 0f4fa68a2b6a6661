/**
 * Reloads a run when one of its files is saved, where the setting says so. A primary coalesces what is asked for during
 * a reload, so that saving all files at once is one more reload and not many.
 */
import * as vscode from 'vscode';
import type { Paths } from '../core/paths';
import type { RunGateway, StateSource } from '../core/ports';
import type { RunState } from '../core/state';
import { isSourceOfRun } from '../core/workspaceRuns';
import { setting } from './config';

export interface ReloadOnSaveParts {
  readonly state: StateSource;
  readonly gateway: RunGateway;
  readonly paths: Paths;
  readonly onProblem: (error: unknown) => void;
}

/** Watches saves until it is disposed. A failed reload shows in the run's row. */
export function reloadOnSave({ state, gateway, paths, onProblem }: ReloadOnSaveParts): vscode.Disposable {
  const reload = async ({ uri }: vscode.TextDocument): Promise<void> => {
    if (uri.scheme !== 'file' || !setting('reloadOnSave', uri)) return;
    const isOf = ({ info, link }: RunState): boolean => link === 'connected' && isSourceOfRun(info, uri.fsPath, paths);
    const runs = state.state.runs.filter(isOf);
    await Promise.all(runs.map(({ info }) => gateway.request(info.id, { type: 'reload' })));
  };
  return vscode.workspace.onDidSaveTextDocument((document) => void reload(document).catch(onProblem));
}
