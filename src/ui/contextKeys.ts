/**
 * The context keys that the manifest's `when` clauses read, kept in step with the state. Set only when a value changes:
 * each setting is a message to the window.
 */
import * as vscode from 'vscode';
import { CONTEXT_KEYS, type ContextValues, contextValues } from '../core/contextValues';
import type { Pm2Source } from '../core/pm2/pm2Ports';
import type { StateSource } from '../core/ports';

/** Keeps the context keys in step; the caller owns what is returned. */
export function connectContextKeys(sources: { state: StateSource; pm2: Pm2Source }): vscode.Disposable {
  const { state, pm2 } = sources;
  let shown: Partial<ContextValues> = {};
  const update = (): void => {
    const values = contextValues({ cluster: state.state, pm2: pm2.pm2 });
    for (const name of CONTEXT_KEYS) {
      if (shown[name] !== values[name])
        void vscode.commands.executeCommand('setContext', `nodeCluster.${name}`, values[name]);
    }
    shown = values;
  };
  update();
  return vscode.Disposable.from(state.onDidChange(update), pm2.onDidChange(update));
}
