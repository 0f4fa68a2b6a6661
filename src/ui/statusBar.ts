/**
 * One item in the status bar: how many workers are ready and what they use. It is there only while a run lives, and a
 * click on it opens the Cluster view.
 */
import * as vscode from 'vscode';
import type { Disposable, StateSource } from '../core/ports';
import { statusBarOf } from '../core/summary';
import { isUrgent } from '../core/urgency';
import { CLUSTER_VIEW } from './clusterTree';
import { Pace } from './pace';

const { t } = vscode.l10n;

/** Creates the item and keeps it up to date. */
export function createStatusBar(state: StateSource): Disposable {
  const item = vscode.window.createStatusBarItem('nodeCluster.status', vscode.StatusBarAlignment.Left);
  item.name = 'Node Cluster';
  item.command = `${CLUSTER_VIEW}.focus`;
  const pace = new Pace(() => {
    show(item, state);
    // Without a server, ready is a matter of time alone and no event tells of it.
    if (isSomeoneSettling(state)) pace.calmly();
  });
  const subscription = state.onDidChange((now, before) => (isUrgent(now, before) ? pace.soon() : pace.calmly()));
  show(item, state);
  return {
    dispose: () => {
      for (const part of [subscription, pace, item]) part.dispose();
    },
  };
}

function show(item: vscode.StatusBarItem, state: StateSource): void {
  const shown = statusBarOf(t, state.state, Date.now());
  if (!shown) return item.hide();
  item.text = shown.text;
  item.tooltip = shown.tooltip;
  item.accessibilityInformation = { label: shown.accessibilityLabel };
  item.show();
}

const isSomeoneSettling = ({ state }: StateSource): boolean =>
  state.runs.some(({ workers }) =>
    workers.some((worker) => worker.state === 'online' && Date.now() - worker.since < 2000),
  );
