/**
 * Shows what the stateless check finds in the scripts that are on the screen. A text is checked when it is shown, saved, or
 * left alone for a moment; never on each key. A file of a run with several workers speaks up, as does a project that forks:
 * there nothing is a mere possibility any more.
 */
import * as vscode from 'vscode';
import { runsOfFile } from '../core/codeLens';
import type { Paths } from '../core/paths';
import type { Disposable, StateSource } from '../core/ports';
import { LARGEST_TEXT } from '../core/stateless/checkedFiles';
import type { StatelessCheck, Verdict } from '../core/stateless/checkScript';
import type { Finding, RuleId } from '../core/stateless/finding';
import { findingMessage, type Severity, severityOf } from '../core/stateless/words';
import { onDidChangeSetting, setting } from './config';
import type { StatelessDocumentation } from './statelessDocumentation';

const LANGUAGES = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'json'];
/** How long a person must have stopped typing, milliseconds. */
const PAUSE = 700;

const { t } = vscode.l10n;

const SEVERITIES: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** A diagnostic that knows what it came from, for the quick fixes. */
export class FindingDiagnostic extends vscode.Diagnostic {
  constructor(
    range: vscode.Range,
    message: string,
    severity: vscode.DiagnosticSeverity,
    readonly finding: Finding,
  ) {
    super(range, message, severity);
  }
}

export interface StatelessDiagnosticsParts {
  readonly check: StatelessCheck;
  readonly state: StateSource;
  readonly documentation: StatelessDocumentation;
  readonly paths: Paths;
  readonly onProblem: (error: unknown) => void;
}

interface Checked {
  readonly verdict: Verdict;
  readonly isLoud: boolean;
}

export class StatelessDiagnostics implements Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('node-cluster-stateless');
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly checked = new Map<vscode.TextDocument, Checked>();
  private readonly subscription: vscode.Disposable;

  constructor(private readonly parts: StatelessDiagnosticsParts) {
    const showAll = (): void => this.showVisible();
    this.subscription = vscode.Disposable.from(
      this.collection,
      vscode.window.onDidChangeVisibleTextEditors(showAll),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.soon(document, PAUSE)),
      vscode.workspace.onDidSaveTextDocument((document) => this.saved(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.forget(document)),
      onDidChangeSetting(['diagnostics', 'ignoredDiagnostics', 'sticky'], () => this.restart()),
      parts.state.onDidChange(() => this.adjustLoudness()),
    );
    showAll();
  }

  /** What is shown in a document, as the quick fixes need it. */
  findingsAt(document: vscode.TextDocument, range: vscode.Range): readonly FindingDiagnostic[] {
    const shown = this.collection.get(document.uri) ?? [];
    return shown.filter(
      (one): one is FindingDiagnostic =>
        one instanceof FindingDiagnostic && one.range.intersection(range) !== undefined,
    );
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.subscription.dispose();
  }

  private showVisible(): void {
    for (const { document } of vscode.window.visibleTextEditors) {
      if (!this.checked.has(document)) this.soon(document, 0);
    }
  }

  private saved(document: vscode.TextDocument): void {
    if (document.uri.scheme === 'file') this.parts.check.forget(document.uri.fsPath);
    this.soon(document, 0);
  }

  private restart(): void {
    this.checked.clear();
    this.collection.clear();
    this.showVisible();
  }

  private forget(document: vscode.TextDocument): void {
    this.cancel(document);
    this.checked.delete(document);
    this.collection.delete(document.uri);
  }

  private cancel({ uri }: vscode.TextDocument): void {
    clearTimeout(this.timers.get(uri.toString()));
    this.timers.delete(uri.toString());
  }

  private soon(document: vscode.TextDocument, delay: number): void {
    if (!isCandidate(document)) return;
    this.cancel(document);
    const run = (): void => void this.run(document).catch(this.parts.onProblem);
    this.timers.set(document.uri.toString(), setTimeout(run, delay));
  }

  private async run(document: vscode.TextDocument): Promise<void> {
    this.timers.delete(document.uri.toString());
    if (!setting('diagnostics', document.uri)) return this.collection.delete(document.uri);
    const { version } = document;
    const verdict = await this.parts.check.check(document.uri.fsPath, document.getText());
    if (verdict.findings.length > 0) await this.parts.documentation.load();
    // Offsets of an older text would mark something else; the change has asked for a check of its own.
    if (document.version !== version || document.isClosed) return;
    this.show(document, { verdict, isLoud: this.isLoud(document, verdict) });
  }

  private show(document: vscode.TextDocument, checked: Checked): void {
    this.checked.set(document, checked);
    const ignored: readonly string[] = [...setting('ignoredDiagnostics', document.uri), ...settled(document)];
    const findings = checked.verdict.findings.filter(({ rule }) => !ignored.includes(rule));
    this.collection.set(
      document.uri,
      findings.map((finding) => this.diagnosticOf(document, finding, checked.isLoud)),
    );
  }

  private diagnosticOf(document: vscode.TextDocument, finding: Finding, isClustered: boolean): FindingDiagnostic {
    const range = new vscode.Range(document.positionAt(finding.start), document.positionAt(finding.end));
    const severity = SEVERITIES[severityOf(finding.rule, { isClustered })];
    const diagnostic = new FindingDiagnostic(range, findingMessage(t, finding), severity, finding);
    diagnostic.source = 'Node Cluster';
    diagnostic.code = { value: finding.rule, target: this.parts.documentation.textOf(finding.rule) };
    if (finding.rule === 'old-names') diagnostic.tags = [vscode.DiagnosticTag.Deprecated];
    return diagnostic;
  }

  private isLoud({ uri }: vscode.TextDocument, { isClustered }: Verdict): boolean {
    const { state, paths } = this.parts;
    return isClustered || runsOfFile(state.state.runs, uri.fsPath, paths).some(({ workers }) => workers.length > 1);
  }

  /** A run has begun or ended: the same findings, in another voice. */
  private adjustLoudness(): void {
    for (const [document, { verdict, isLoud }] of this.checked) {
      const now = this.isLoud(document, verdict);
      // A text that is being changed is shown anew when its check is through.
      const isPending = this.timers.has(document.uri.toString());
      if (now !== isLoud && !isPending) this.show(document, { verdict, isLoud: now });
    }
  }
}

/** What the settings of our own runs take care of. */
function settled({ uri }: vscode.TextDocument): readonly RuleId[] {
  return setting('sticky', uri) === 'off' ? [] : ['socket-sticky'];
}

/** A file on the disk, in a language that the check reads: neither a notebook's cell nor an untitled text. */
function isCandidate(document: vscode.TextDocument): boolean {
  const isRead = LANGUAGES.includes(document.languageId) && document.uri.scheme === 'file';
  return isRead && (document.languageId !== 'json' || document.uri.path.endsWith('/package.json')) && isShort(document);
}

/** A line count is cheap to ask, the text is not. */
function isShort(document: vscode.TextDocument): boolean {
  return document.lineCount < LARGEST_TEXT / 10;
}
