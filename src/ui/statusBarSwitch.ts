/** The status bar item, there while its setting says so. */
import type * as vscode from 'vscode';
import type { Disposable, StateSource } from '../core/ports';
import { onDidChangeSetting, setting } from './config';
import type { Notifier } from './notify';
import { createStatusBar } from './statusBar';

/** Follows the setting; the caller owns what is returned. */
export function switchStatusBar(state: StateSource, notifier: Notifier): vscode.Disposable {
  let item: Disposable | undefined;
  const update = (): void => {
    item?.dispose();
    item = isWanted(notifier) ? createStatusBar(state) : undefined;
  };
  update();
  const subscription = onDidChangeSetting(['statusBar'], update);
  return {
    dispose: () => {
      subscription.dispose();
      item?.dispose();
    },
  };
}

function isWanted(notifier: Notifier): boolean {
  try {
    return setting('statusBar');
  } catch (error) {
    notifier.showError(error);
    return true;
  }
}
