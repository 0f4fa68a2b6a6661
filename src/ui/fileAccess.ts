/** Files of the person's: what fails with them is told with their path, rather than as a fault of ours. */
import * as vscode from 'vscode';
import { cannotOpen, cannotWrite } from '../core/fileErrors';

const { t } = vscode.l10n;

/** Shows a file in an editor; rejects with a `ClusterError`. */
export async function showFile(uri: vscode.Uri, options?: vscode.TextDocumentShowOptions): Promise<void> {
  try {
    await vscode.window.showTextDocument(uri, options);
  } catch {
    throw cannotOpen(t, uri.fsPath);
  }
}

/** Writes a text to a file, whatever was in it; rejects with a `ClusterError`. */
export function writeText(uri: vscode.Uri, text: string): Promise<void> {
  return writing(uri, vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text)));
}

/** Copies a file or a folder; rejects with a `ClusterError`. */
export function copyTo(from: vscode.Uri, to: vscode.Uri, options?: { readonly overwrite: boolean }): Promise<void> {
  return writing(to, vscode.workspace.fs.copy(from, to, options));
}

async function writing(uri: vscode.Uri, written: Thenable<void>): Promise<void> {
  try {
    await written;
  } catch (error) {
    throw cannotWrite(t, uri.fsPath, error);
  }
}
