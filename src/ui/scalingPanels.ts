/**
 * The pages of Measure Scaling, one for each entry: keeps the measurement, gives it to its page, and does what the page
 * asks. A page that was out of sight is given everything again when it asks. `extension.ts` makes the only one.
 */
import * as vscode from 'vscode';
import { baseName } from '../core/format';
import type { Disposable } from '../core/ports';
import type { Measurement } from '../core/scaling/measurement';
import { readFromScalingPage, type Standing, scalingView, type ToScalingPage } from '../core/scaling/scalingView';
import { commandId } from './commands/ids';
import { pageFolder, pageHtml } from './dashboardPage';
import { exportMeasurement } from './scalingExport';

const KIND = 'nodeCluster.scaling';

const { t } = vscode.l10n;

interface Page {
  readonly panel: vscode.WebviewPanel;
  measurement: Measurement;
  standing: Standing;
}

export class ScalingPanels implements Disposable {
  private readonly pages = new Map<string, Page>();

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly onProblem: (error: unknown) => void,
  ) {}

  /** Shows how a measurement stands. The page is opened, or brought to the front, when it begins. */
  show(measurement: Measurement, standing: Standing): void {
    const { entry } = measurement;
    const page = this.pages.get(entry);
    if (page) Object.assign(page, { measurement, standing });
    else if (measurement.steps.length === 0) this.pages.set(entry, this.open(measurement, standing));
    if (page && measurement.steps.length === 0 && standing === 'measuring') page.panel.reveal();
    this.post(entry);
  }

  dispose(): void {
    for (const { panel } of [...this.pages.values()]) panel.dispose();
  }

  private open(measurement: Measurement, standing: Standing): Page {
    const { entry } = measurement;
    const title = t('Scaling: {0}', baseName(entry));
    const options = { enableScripts: true, localResourceRoots: [pageFolder(this.extensionUri)] };
    const panel = vscode.window.createWebviewPanel(KIND, title, vscode.ViewColumn.Active, options);
    panel.iconPath = {
      light: vscode.Uri.joinPath(this.extensionUri, 'media', 'icons', 'dashboard-light.svg'),
      dark: vscode.Uri.joinPath(this.extensionUri, 'media', 'icons', 'dashboard-dark.svg'),
    };
    panel.webview.onDidReceiveMessage((message: unknown) => this.take(entry, message));
    panel.onDidDispose(() => this.pages.delete(entry));
    panel.webview.html = pageHtml(panel.webview, this.extensionUri, SCALING_PAGE);
    return { panel, measurement, standing };
  }

  private take(entry: string, given: unknown): void {
    const message = readFromScalingPage(given);
    const page = this.pages.get(entry);
    if (message === undefined || page === undefined) return;
    if (message.type === 'ready') return this.post(entry);
    if (message.type === 'export') {
      exportMeasurement(message.format, page.measurement).catch(this.onProblem);
      return;
    }
    const options = { ask: message.type === 'change' };
    void vscode.commands.executeCommand(commandId('measureScaling'), entry, options);
  }

  private post(entry: string): void {
    const page = this.pages.get(entry);
    if (page === undefined) return;
    const view = scalingView(t, page.measurement, page.standing);
    void page.panel.webview.postMessage({ type: 'show', view } satisfies ToScalingPage);
  }
}

const SCALING_PAGE = { name: 'scaling', styles: ['dashboard.css', 'scaling.css'] } as const;
