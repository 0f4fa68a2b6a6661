/** What the lamp offers on a finding of the stateless check: what mends it, what explains it, what silences it. */
import * as vscode from 'vscode';
import { settingId } from '../core/settings';
import { silencingComment } from '../core/stateless/silence';
import { fixTitle } from '../core/stateless/words';
import { commandId } from './commands/ids';
import type { FindingDiagnostic, StatelessDiagnostics } from './statelessDiagnostics';
import type { StatelessDocumentation } from './statelessDocumentation';

const LANGUAGES = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'json'];
const SELECTOR = LANGUAGES.map((language) => ({ scheme: 'file', language }));
const QUICK_FIX = vscode.CodeActionKind.QuickFix;

const { t } = vscode.l10n;

/** Registers the actions; the caller owns what is returned. */
export function registerStatelessActions(
  diagnostics: StatelessDiagnostics,
  documentation: StatelessDocumentation,
): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: (document, range) =>
      diagnostics
        .findingsAt(document, range)
        .flatMap((diagnostic) => [
          ...fix(document, diagnostic),
          ...stayWithWorker(diagnostic),
          explain(diagnostic, documentation),
          ...silence(document, diagnostic),
          turnOff(diagnostic),
        ]),
  };
  return vscode.languages.registerCodeActionsProvider(SELECTOR, provider, { providedCodeActionKinds: [QUICK_FIX] });
}

function action(title: string, diagnostic: FindingDiagnostic): vscode.CodeAction {
  const made = new vscode.CodeAction(title, QUICK_FIX);
  made.diagnostics = [diagnostic];
  return made;
}

function fix(document: vscode.TextDocument, diagnostic: FindingDiagnostic): vscode.CodeAction[] {
  const { finding } = diagnostic;
  if (!finding.fix) return [];
  const made = action(fixTitle(t, finding.rule), diagnostic);
  made.edit = new vscode.WorkspaceEdit();
  for (const { start, end, text } of finding.fix) {
    made.edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), text);
  }
  made.isPreferred = true;
  return [made];
}

/** Nothing in the code needs to change where our own runs are meant. */
function stayWithWorker(diagnostic: FindingDiagnostic): vscode.CodeAction[] {
  if (diagnostic.finding.rule !== 'socket-sticky') return [];
  const title = t('Sticky Sessions without a Change: Open Setting');
  const made = action(title, diagnostic);
  made.command = { title, command: 'workbench.action.openSettings', arguments: [settingId('sticky')] };
  return [made];
}

function explain(diagnostic: FindingDiagnostic, documentation: StatelessDocumentation): vscode.CodeAction {
  const title = t('Explain "{0}"', diagnostic.finding.rule);
  const made = action(title, diagnostic);
  const page = documentation.previewOf(diagnostic.finding.rule);
  made.command = { title, command: 'markdown.showPreview', arguments: [page] };
  return made;
}

/** JSON has no comments. */
function silence(document: vscode.TextDocument, diagnostic: FindingDiagnostic): vscode.CodeAction[] {
  if (document.languageId === 'json') return [];
  const { finding, range } = diagnostic;
  const made = action(t('Ignore "{0}" Here', finding.rule), diagnostic);
  const { firstNonWhitespaceCharacterIndex: indent, text } = document.lineAt(range.start.line);
  const line = `${text.slice(0, indent)}${silencingComment(finding)}\n`;
  made.edit = new vscode.WorkspaceEdit();
  made.edit.insert(document.uri, new vscode.Position(range.start.line, 0), line);
  return [made];
}

function turnOff(diagnostic: FindingDiagnostic): vscode.CodeAction {
  const { rule } = diagnostic.finding;
  const title = t('Ignore "{0}" Everywhere', rule);
  const made = action(title, diagnostic);
  made.command = { title, command: commandId('chooseChecks'), arguments: [{ ignore: rule }] };
  return made;
}
