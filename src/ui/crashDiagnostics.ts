/**
 * Puts the errors that ended workers into the Problems panel, and takes them out when their slots have recovered. What
 * belongs there is decided in `core/crashProblems.ts`; the collection is this file's alone.
 */
import * as vscode from 'vscode';
import { type CrashProblem, crashProblems } from '../core/crashProblems';
import type { StateSource } from '../core/ports';

/** Follows the state until it is disposed. */
export function createCrashDiagnostics(source: StateSource): vscode.Disposable {
  // Not by the name of the problem matcher's owner, all of whose problems VS Code removes as a task begins and ends.
  const collection = vscode.languages.createDiagnosticCollection('node-cluster-crashes');
  let shown = '';
  let timer: NodeJS.Timeout | undefined;
  const update = (): void => {
    clearTimeout(timer);
    const now = Date.now();
    const { problems, changesAt } = crashProblems(vscode.l10n.t, source.state, now);
    if (changesAt !== undefined) timer = setTimeout(update, changesAt - now);
    const text = JSON.stringify(problems);
    if (text !== shown) show(collection, problems);
    shown = text;
  };
  update();
  const subscription = source.onDidChange(update);
  return {
    dispose: () => {
      clearTimeout(timer);
      subscription.dispose();
      collection.dispose();
    },
  };
}

function show(collection: vscode.DiagnosticCollection, problems: readonly CrashProblem[]): void {
  collection.clear();
  // Several entries of one file are put together by VS Code.
  collection.set(problems.map((problem) => [vscode.Uri.file(problem.file), [diagnosticOf(problem)]]));
}

/** An empty range: VS Code underlines the word that stands there. */
function diagnosticOf({ line, column, message, reason }: CrashProblem): vscode.Diagnostic {
  const at = new vscode.Position(line - 1, column - 1);
  const diagnostic = new vscode.Diagnostic(new vscode.Range(at, at), message, vscode.DiagnosticSeverity.Error);
  diagnostic.source = 'Node Cluster';
  diagnostic.code = reason;
  return diagnostic;
}
