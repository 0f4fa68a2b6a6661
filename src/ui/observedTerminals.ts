/**
 * Gives new terminals the preload that observes clustered apps, while `nodeCluster.observeTerminals` says so. VS Code
 * forgets it with the session: nothing stays in a terminal's environment once the extension is gone.
 */
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { requireOption } from '../shared/nodeOptions';
import { onDidChangeSetting, setting } from './config';
import type { Notifier } from './notify';

export interface ObservedTerminalsParts {
  readonly environment: vscode.EnvironmentVariableCollection;
  /** Puts the preload where it outlives this version of the extension, and answers its absolute path. */
  readonly placePreload: () => Promise<string>;
  readonly notifier: Notifier;
}

/** Follows the setting and the trust in the workspace; the caller owns what is returned. */
export function observeTerminals({ environment, placePreload, notifier }: ObservedTerminalsParts): vscode.Disposable {
  environment.persistent = false;
  environment.description = vscode.l10n.t('Shows clustered Node.js apps in the Cluster view');
  const update = async (): Promise<void> => {
    try {
      if (!isWanted()) return environment.clear();
      const preload = join(dirname(await placePreload()), 'terminal.cjs');
      // The setting may have changed while the files were copied.
      if (isWanted()) environment.append('NODE_OPTIONS', ` ${requireOption(preload)}`);
    } catch (error) {
      notifier.showError(error);
    }
  };
  void update();
  return vscode.Disposable.from(
    onDidChangeSetting(['observeTerminals'], () => void update()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void update()),
    { dispose: () => environment.clear() },
  );
}

function isWanted(): boolean {
  return vscode.workspace.isTrusted && setting('observeTerminals');
}
