/**
 * All dashboards: at most one for each run. Opens them, brings them to the front, and takes back those that VS Code
 * restores after a reload of the window. `extension.ts` makes the only one.
 */
import * as vscode from 'vscode';
import { type DashboardMemory, readMemory } from '../core/dashboard/messages';
import { baseName } from '../core/format';
import type { Disposable } from '../core/ports';
import { findRun } from '../core/row';
import type { Translate } from '../core/translate';
import { DashboardPanel, type DashboardParts } from './dashboardPanel';

/** What VS Code calls the kind of panel. */
const DASHBOARD = 'nodeCluster.dashboard';

const t: Translate = (message, ...args) => vscode.l10n.t(message, ...args);

export class Dashboards implements vscode.WebviewPanelSerializer, Disposable {
  private readonly parts: DashboardParts;
  private readonly panels = new Set<DashboardPanel>();
  private readonly registration: Disposable;

  constructor(parts: DashboardParts) {
    this.parts = parts;
    this.registration = vscode.window.registerWebviewPanelSerializer(DASHBOARD, this);
  }

  /** Shows the dashboard of a run: the one that is open, or a new one. */
  open(runId: string): void {
    const open = [...this.panels].find((panel) => panel.runId === runId);
    if (open) return open.reveal();
    const name = baseName(findRun(this.parts.state.state, runId)?.info.entry ?? '');
    const panel = vscode.window.createWebviewPanel(DASHBOARD, t('Dashboard: {0}', name), vscode.ViewColumn.Active);
    this.add(panel, { runId, name });
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const memory = readMemory(state);
    if (memory) this.add(panel, memory);
    else panel.dispose();
  }

  dispose(): void {
    this.registration.dispose();
    for (const panel of this.panels) panel.dispose();
    this.panels.clear();
  }

  private add(panel: vscode.WebviewPanel, memory: DashboardMemory): void {
    const dashboard = new DashboardPanel(panel, memory, this.parts);
    this.panels.add(dashboard);
    dashboard.onDidClose(() => this.panels.delete(dashboard));
  }
}
