/**
 * Marks the line at which a stuck worker is executing, as the debugger marks its own, for as long as it is stuck there.
 * One line at a time: the one that was asked for last.
 */
import * as vscode from 'vscode';
import type { Paths } from '../core/paths';
import type { Disposable, StateSource, WorkerName } from '../core/ports';
import { findRun, findWorker } from '../core/row';
import type { StackFrame } from '../core/stackFrame';

const { t } = vscode.l10n;

interface Marked {
  readonly worker: WorkerName;
  readonly file: string;
  readonly line: number;
}

export class ExecutingLine implements Disposable {
  private readonly decoration = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.stackFrameHighlightBackground'),
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.warningForeground'),
    after: { margin: '0 0 0 3em', color: new vscode.ThemeColor('editorCodeLens.foreground') },
  });
  private readonly subscriptions: readonly Disposable[];
  private marked: Marked | undefined;

  constructor(
    private readonly state: StateSource,
    private readonly paths: Paths,
  ) {
    this.subscriptions = [
      state.onDidChange(() => this.marked && !this.isStuck(this.marked.worker) && this.mark(undefined)),
      vscode.window.onDidChangeVisibleTextEditors(() => this.marked && this.draw()),
    ];
  }

  /** Marks where a worker stands, unless it went on meanwhile. */
  show(worker: WorkerName, { file, line }: StackFrame): void {
    this.mark(file !== undefined && this.isStuck(worker) ? { worker, file, line } : undefined);
  }

  dispose(): void {
    for (const part of [this.decoration, ...this.subscriptions]) part.dispose();
  }

  private isStuck({ runId, slot }: WorkerName): boolean {
    const run = findRun(this.state.state, runId);
    return run?.link !== 'ended' && run !== undefined && findWorker(run, slot)?.state === 'unresponsive';
  }

  private mark(marked: Marked | undefined): void {
    this.marked = marked;
    this.draw();
  }

  private draw(): void {
    for (const editor of vscode.window.visibleTextEditors) editor.setDecorations(this.decoration, this.ranges(editor));
  }

  private ranges({ document }: vscode.TextEditor): vscode.DecorationOptions[] {
    const { marked } = this;
    if (!marked || marked.line > document.lineCount) return [];
    if (!this.paths.isSame(marked.file, document.uri.fsPath)) return [];
    const { range } = document.lineAt(marked.line - 1);
    const contentText = t('worker {0} is executing this', marked.worker.slot);
    return [{ range, renderOptions: { after: { contentText } } }];
  }
}
