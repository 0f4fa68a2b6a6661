/**
 * Where a person's terminal would find PM2 and its home: settings of the terminal go over what VS Code was started with.
 * Read once and again after what may change it, since it is asked for often. Nothing is looked at on the disk here, nor
 * anything run where PM2 is switched off or the workspace is not trusted: the workspace's own `pm2` may be the one.
 */
import { join } from 'node:path';
import * as vscode from 'vscode';
import { inheritedValue } from '../core/environmentLayers';
import type { Pm2Surroundings } from '../core/pm2/pm2Ports';
import type { Disposable, Machine } from '../core/ports';
import { settingId } from '../core/settings';
import { setting } from './config';
import { TERMINAL_ENVIRONMENT, terminalEnvironment } from './launchEnvironment';

export interface Pm2SurroundingsSource extends Disposable {
  /** Undefined where PM2 is to be left alone. */
  readonly current: Pm2Surroundings | undefined;
}

/** Makes the source; a broken setting is told once and counts as `off`. */
export function createPm2Surroundings(machine: Machine, onProblem: (error: unknown) => void): Pm2SurroundingsSource {
  let known: { readonly value: Pm2Surroundings | undefined } | undefined;
  const forget = (): void => {
    known = undefined;
  };
  const read = (): Pm2Surroundings | undefined => {
    try {
      return readSurroundings(machine);
    } catch (error) {
      onProblem(error);
      return undefined;
    }
  };
  const subscriptions = [
    vscode.workspace.onDidGrantWorkspaceTrust(forget),
    vscode.workspace.onDidChangeWorkspaceFolders(forget),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(settingId('pm2')) || event.affectsConfiguration(TERMINAL_ENVIRONMENT)) forget();
    }),
  ];
  return {
    get current() {
      known ??= { value: read() };
      return known.value;
    },
    dispose: () => {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

function readSurroundings(machine: Machine): Pm2Surroundings | undefined {
  if (!vscode.workspace.isTrusted || setting('pm2') === 'off') return undefined;
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const layers = [terminalEnvironment(machine, folders[0]), machine.env];
  const value = (name: string): string | undefined => inheritedValue(layers, name, machine.platform);
  return {
    home: value('PM2_HOME') || join(machine.home, '.pm2'),
    searchPath: value('PATH') ?? '',
    folders: folders.map(({ uri }) => uri.fsPath),
    platform: machine.platform,
  };
}
