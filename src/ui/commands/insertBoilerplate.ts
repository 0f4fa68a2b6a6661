/**
 * The command Insert Cluster Boilerplate: finds out what kind of file a person is in, lets them choose, and inserts the
 * snippet in the form that fits. Runs nothing and reads nothing but package.json, so it works in restricted mode too.
 */
import * as vscode from 'vscode';
import {
  findBoilerplate,
  type ScriptForm,
  type ScriptLanguage,
  scriptLanguage,
  snippetFor,
} from '../../core/boilerplate';
import { moduleKind, packageTypeOf } from '../../core/moduleKind';
import { pickBoilerplate } from '../boilerplatePicker';

/** The argument of a keybinding or of another extension. */
export interface BoilerplateOptions {
  /** A boilerplate to insert without asking: `cluster`, `cluster-graceful` or `cluster-express`. */
  readonly id?: string;
}

/** Where the code goes. */
interface Target {
  /** The editor to insert into; without one a new document is opened. */
  readonly editor: vscode.TextEditor | undefined;
  readonly language: ScriptLanguage;
}

/** Inserts a boilerplate into the active editor, or into a new document where the active one holds no script. */
export async function insertBoilerplate(options?: BoilerplateOptions): Promise<'done' | 'cancelled'> {
  const target = findTarget(vscode.window.activeTextEditor);
  const form = await formOf(target);
  const boilerplate = findBoilerplate(vscode.l10n.t, options?.id) ?? (await pickBoilerplate(form));
  if (!boilerplate) return 'cancelled';

  const snippet = new vscode.SnippetString(snippetFor(boilerplate.id, form).body.join('\n'));
  const inserted = target.editor !== undefined && (await insertInto(target.editor, target.language, snippet));
  if (!inserted) await insertIntoNewDocument(target.language, snippet);
  return 'done';
}

function findTarget(editor: vscode.TextEditor | undefined): Target {
  if (!editor) return { editor, language: 'javascript' };
  const language = scriptLanguage(editor.document.languageId);
  if (language && isWritable(editor.document)) return { editor, language };
  return { editor: isBlank(editor.document) ? editor : undefined, language: language ?? 'javascript' };
}

function isWritable({ uri, isUntitled }: vscode.TextDocument): boolean {
  return isUntitled || vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== false;
}

/** A new document that has no language and no text yet. */
function isBlank(document: vscode.TextDocument): boolean {
  return document.isUntitled && document.languageId === 'plaintext' && document.getText().trim() === '';
}

async function formOf({ editor, language }: Target): Promise<ScriptForm> {
  const document = editor?.document;
  const place = document && !document.isUntitled ? vscode.Uri.joinPath(document.uri, '..') : firstFolder();
  const packageType = place && (await nearestPackageType(place));
  const kind = moduleKind({ fileName: document?.fileName ?? '', packageType, text: document?.getText() ?? '' });
  return { language, moduleKind: kind };
}

function firstFolder(): vscode.Uri | undefined {
  return vscode.workspace.workspaceFolders?.[0]?.uri;
}

/** The `type` of the package.json that Node would go by: the nearest one, even where it names none. */
async function nearestPackageType(folder: vscode.Uri): Promise<string | undefined> {
  const manifest = await readText(vscode.Uri.joinPath(folder, 'package.json'));
  if (manifest !== undefined) return packageTypeOf(manifest);
  const parent = vscode.Uri.joinPath(folder, '..');
  return parent.path === folder.path ? undefined : nearestPackageType(parent);
}

async function readText(file: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    // Most folders have no package.json, and one that cannot be read says nothing either.
    return undefined;
  }
}

/** Answers whether the editor took the snippet: a read-only one refuses. */
async function insertInto(
  { document, viewColumn }: vscode.TextEditor,
  language: ScriptLanguage,
  snippet: vscode.SnippetString,
): Promise<boolean> {
  if (isBlank(document)) await vscode.languages.setTextDocumentLanguage(document, language);
  const editor = await vscode.window.showTextDocument(document, viewColumn);
  return editor.insertSnippet(snippet);
}

async function insertIntoNewDocument(language: ScriptLanguage, snippet: vscode.SnippetString): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language });
  const editor = await vscode.window.showTextDocument(document);
  await editor.insertSnippet(snippet);
}
