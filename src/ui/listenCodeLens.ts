/**
 * The line above an app's `listen(` that says how the run serves it; a click opens the dashboard. While such a line is
 * on the screen it counts as somebody who looks, so its numbers are live with the tree out of sight.
 */
import * as vscode from 'vscode';
import { lensTitle, listeningLines, runsOfFile } from '../core/codeLens';
import type { Paths } from '../core/paths';
import type { Disposable, StateSource } from '../core/ports';
import type { RunState } from '../core/state';
import type { Translate } from '../core/translate';
import { isUrgent } from '../core/urgency';
import { commandId } from './commands/ids';
import { onDidChangeSetting, setting } from './config';
import { Pace } from './pace';
import type { RunRecorder } from './runRecorder';
import type { Viewers } from './viewers';

const LANGUAGES = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact'];
const SELECTOR = LANGUAGES.map((language) => ({ scheme: 'file', language }));

const t: Translate = (message, ...args) => vscode.l10n.t(message, ...args);

export interface ListenCodeLensParts {
  readonly state: StateSource;
  readonly recorder: RunRecorder;
  readonly viewers: Viewers;
  readonly paths: Paths;
  readonly onProblem: (error: unknown) => void;
}

/** Registers the lines; the caller owns what is returned. */
export function registerListenCodeLens(parts: ListenCodeLensParts): vscode.Disposable {
  const lenses = new ListenCodeLens(parts);
  return vscode.Disposable.from(lenses, vscode.languages.registerCodeLensProvider(SELECTOR, lenses));
}

class ListenCodeLens implements vscode.CodeLensProvider, Disposable {
  private readonly parts: ListenCodeLensParts;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly pace = new Pace(() => this.refresh());
  private readonly subscription: vscode.Disposable;
  private shown = '';

  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(parts: ListenCodeLensParts) {
    this.parts = parts;
    const soon = (): void => this.pace.soon();
    this.subscription = vscode.Disposable.from(
      onDidChangeSetting(['codeLens'], soon),
      vscode.window.onDidChangeVisibleTextEditors(soon),
      parts.recorder.onDidRecord(() => this.pace.calmly()),
      parts.state.onDidChange((now, before) => isUrgent(now, before) && this.pace.soon()),
      this.pace,
      this.changed,
    );
    soon();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const runs = this.runsOf(document);
    if (runs.length === 0) return [];
    return listeningLines(document.getText()).flatMap((line) =>
      runs.map((run) => this.lensOf(run, line, document.uri.fsPath)),
    );
  }

  dispose(): void {
    this.subscription.dispose();
    this.parts.viewers.set(this, false);
  }

  /** Tells VS Code only where a line on the screen says something else than it did. */
  private refresh(): void {
    const lenses = vscode.window.visibleTextEditors.flatMap(({ document }) => this.provideCodeLenses(document));
    this.parts.viewers.set(this, lenses.length > 0);
    const now = lenses.map(({ command }) => command?.title).join('\n');
    if (now === this.shown) return;
    this.shown = now;
    this.changed.fire();
  }

  private runsOf({ uri }: vscode.TextDocument): readonly RunState[] {
    if (uri.scheme !== 'file' || !isWanted(this.parts.onProblem)) return [];
    return runsOfFile(this.parts.state.state.runs, uri.fsPath, this.parts.paths);
  }

  private lensOf(run: RunState, line: number, file: string): vscode.CodeLens {
    const { recorder, paths } = this.parts;
    return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), {
      title: lensTitle(t, run, recorder.of(run.info.id), { file, paths }),
      tooltip: t('Open the Dashboard'),
      command: commandId('openDashboard'),
      arguments: [{ runId: run.info.id }],
    });
  }
}

function isWanted(onProblem: (error: unknown) => void): boolean {
  try {
    return setting('codeLens');
  } catch (error) {
    onProblem(error);
    return false;
  }
}
