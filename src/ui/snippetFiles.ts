/**
 * Reads the snippet files that come with the extension, when a boilerplate is wanted: they are half as large as all of the
 * extension's code, and VS Code has them from the manifest by itself.
 */
import * as vscode from 'vscode';
import type { ScriptLanguage, SnippetFile } from '../core/boilerplate';

/** The snippets for a language; `folder` is `media/snippets` of the extension. */
export async function readSnippets(folder: vscode.Uri, language: ScriptLanguage): Promise<SnippetFile> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, `${language}.json`));
  return JSON.parse(new TextDecoder().decode(bytes));
}
