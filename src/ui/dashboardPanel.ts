/**
 * One dashboard: the panel of a run. Sends the page everything when it opens or comes back into sight and then a row a
 * second, and carries out what the page asks for. When the same thing is run again it follows to the new run.
 */
import * as vscode from 'vscode';
import { dashboardView, missingView } from '../core/dashboard/dashboardView';
import {
  type DashboardMemory,
  type DashboardView,
  type FromPage,
  readFromPage,
  type ToPage,
} from '../core/dashboard/messages';
import { timelineOf } from '../core/dashboard/timeline';
import { dashboardWords } from '../core/dashboard/words';
import { baseName } from '../core/format';
import type { StateSource } from '../core/ports';
import { isSameLaunch } from '../core/reducer';
import { findRun } from '../core/row';
import type { Tick } from '../core/series';
import type { ClusterState, RunState } from '../core/state';
import type { Translate } from '../core/translate';
import { isUrgent } from '../core/urgency';
import type { RunInfo } from '../shared/runInfo';
import { commandId } from './commands/ids';
import { exportRun } from './dashboardExport';
import { pageFolder, pageHtml } from './dashboardPage';
import { Pace } from './pace';
import type { RunRecorder } from './runRecorder';
import type { Viewers } from './viewers';

const t: Translate = (message, ...args) => vscode.l10n.t(message, ...args);

/** How long a run that was there before a reload of the window may take to show up again, in milliseconds. */
const PATIENCE = 10_000;

const DASHBOARD_PAGE = { name: 'dashboard', styles: ['dashboard.css'] } as const;

export interface DashboardParts {
  readonly state: StateSource;
  readonly recorder: RunRecorder;
  readonly viewers: Viewers;
  readonly extensionUri: vscode.Uri;
  readonly onProblem: (error: unknown) => void;
}

export class DashboardPanel {
  private readonly panel: vscode.WebviewPanel;
  private readonly parts: DashboardParts;
  private readonly pace = new Pace(() => this.update());
  private readonly subscriptions: readonly { dispose(): unknown }[];
  private memory: DashboardMemory;
  private launch: RunInfo | undefined;
  /** Whether there is a page that listens: it ends when the panel is out of sight and says so when it is made again. */
  private isReady = false;
  private isWaiting = true;
  /** What the events that the page has were made of. */
  private shownEvents: readonly unknown[] = [];

  constructor(panel: vscode.WebviewPanel, memory: DashboardMemory, parts: DashboardParts) {
    this.panel = panel;
    this.memory = memory;
    this.parts = parts;
    this.subscriptions = this.subscribe();
    this.open();
  }

  get runId(): string {
    return this.memory.runId;
  }

  /** Brings the panel to the front, where it is. */
  reveal(): void {
    this.panel.reveal();
  }

  /** Calls back when the panel is closed. */
  onDidClose(listener: () => void): void {
    this.panel.onDidDispose(listener);
  }

  /** Ends what belongs to the panel; the panel itself stays for VS Code to restore. */
  dispose(): void {
    for (const part of [this.pace, ...this.subscriptions]) part.dispose();
    this.parts.viewers.set(this, false);
  }

  private open(): void {
    const { webview } = this.panel;
    const { extensionUri, viewers } = this.parts;
    this.panel.iconPath = {
      light: vscode.Uri.joinPath(extensionUri, 'media', 'icons', 'dashboard-light.svg'),
      dark: vscode.Uri.joinPath(extensionUri, 'media', 'icons', 'dashboard-dark.svg'),
    };
    webview.options = { enableScripts: true, localResourceRoots: [pageFolder(extensionUri)] };
    webview.html = pageHtml(webview, extensionUri, DASHBOARD_PAGE);
    viewers.set(this, this.panel.visible);
    this.follow(this.parts.state.state);
  }

  private subscribe(): readonly { dispose(): unknown }[] {
    const { state, recorder, viewers } = this.parts;
    const patience = setTimeout(() => this.stopWaiting(), PATIENCE);
    return [
      { dispose: () => clearTimeout(patience) },
      this.panel.webview.onDidReceiveMessage((message: unknown) => this.take(readFromPage(message))),
      this.panel.onDidChangeViewState(() => {
        this.isReady &&= this.panel.visible;
        viewers.set(this, this.panel.visible);
      }),
      this.panel.onDidDispose(() => this.dispose()),
      recorder.onDidRecord((ticks) => ticks.has(this.runId) && this.update(ticks.get(this.runId))),
      state.onDidChange((now, before) => {
        this.follow(now);
        if (isUrgent(now, before)) this.pace.soon();
      }),
    ];
  }

  /** Learns what the run is; where it is gone and the same thing runs again, that is the run now. */
  private follow({ runs }: ClusterState): void {
    const own = runs.find(({ info }) => info.id === this.runId);
    const { launch } = this;
    const run = own ?? (launch && runs.find(({ info }) => isSameLaunch(info, launch)));
    if (!run || run.info === launch) return;
    const isOther = run.info.id !== launch?.id;
    this.launch = run.info;
    if (!isOther) return;
    this.isWaiting = false;
    this.memory = { runId: run.info.id, name: baseName(run.info.entry) };
    this.panel.title = t('Dashboard: {0}', this.memory.name);
    this.show();
  }

  private stopWaiting(): void {
    this.isWaiting = false;
    this.pace.soon();
  }

  private take(message: FromPage | undefined): void {
    if (message?.type === 'ready') return this.greet();
    if (message?.type === 'command')
      void vscode.commands.executeCommand(commandId(message.name), { runId: this.runId, slot: message.slot });
    const run = this.run();
    if (message?.type === 'export' && run)
      exportRun(message.format, run, this.parts.recorder.of(this.runId)).catch(this.parts.onProblem);
  }

  private run(): RunState | undefined {
    return findRun(this.parts.state.state, this.runId);
  }

  private greet(): void {
    this.isReady = true;
    this.show();
  }

  /** Sends everything. */
  private show(): void {
    if (!this.isReady) return;
    this.shownEvents = [];
    const series = this.parts.recorder.of(this.runId).series.dump();
    this.post({ type: 'show', memory: this.memory, words: dashboardWords(t), view: this.view(), series });
  }

  /** Sends what may have changed, and the new row of the series where there is one. */
  private update(tick?: Tick): void {
    if (this.isReady) this.post({ type: 'update', view: this.view(), ...(tick && { tick }) });
  }

  private post(message: ToPage): void {
    void this.panel.webview.postMessage(message);
  }

  private view(): DashboardView {
    const run = this.run();
    if (!run) return missingView(t, this.memory, this.isWaiting ? 'waiting' : 'gone');
    const history = this.parts.recorder.of(this.runId);
    const view = dashboardView(t, run, history, Date.now());
    const haveEventsChanged = this.haveEventsChanged(run.history, history.notes);
    return haveEventsChanged ? { ...view, events: timelineOf(t, run.history, history.notes) } : view;
  }

  private haveEventsChanged(...sources: readonly unknown[]): boolean {
    const isSame = sources.every((source, index) => source === this.shownEvents[index]);
    this.shownEvents = sources;
    return !isSame;
  }
}
