/**
 * The command Insert Cluster Boilerplate: finds out what kind of file a person is in, lets them choose, and inserts the
 * snippet in the form that fits. Runs nothing, so it works in restricted mode too; what
 * packages the code wants and the project lacks is for `ui/packageOffer.ts` to say.
 */
import * as vscode from 'vscode';
import {
  findBoilerplate,
  findSnippet,
  type ScriptForm,
  type ScriptLanguage,
  scriptLanguage,
} from '../../core/boilerplate';
import { moduleKind, packageTypeOf } from '../../core/moduleKind';
import { pickBoilerplate } from '../boilerplatePicker';
import { type Manifest, nearestManifest } from '../nearestManifest';
import { offerPackages } from '../packageOffer';
import { readSnippets } from '../snippetFiles';
import type { CommandServices } from './commandServices';

/** The argument of a keybinding or of another extension. */
export interface BoilerplateOptions {
  /** A boilerplate to insert without asking, such as `cluster-express`: the id is the snippet's prefix. */
  readonly id?: string;
}

/** Where the code goes. */
interface Target {
  /** The editor to insert into; without one a new document is opened. */
  readonly editor: vscode.TextEditor | undefined;
  readonly language: ScriptLanguage;
}

/** Inserts a boilerplate into the active editor, or into a new document where the active one holds no script. */
export async function insertBoilerplate(
  { machine, snippets: folder }: Pick<CommandServices, 'machine' | 'snippets'>,
  options?: BoilerplateOptions,
): Promise<'done' | 'cancelled'> {
  const target = findTarget(vscode.window.activeTextEditor);
  const manifest = await manifestOf(target);
  const form = formOf(target, manifest?.text);
  const snippets = await readSnippets(folder, form.language);
  const boilerplate = findBoilerplate(vscode.l10n.t, options?.id) ?? (await pickBoilerplate(form, snippets));
  if (!boilerplate) return 'cancelled';

  const snippet = new vscode.SnippetString(findSnippet(snippets, boilerplate.id, form).body.join('\n'));
  const inserted = target.editor !== undefined && (await insertInto(target.editor, target.language, snippet));
  if (!inserted) await insertIntoNewDocument(target.language, snippet);
  offerPackages(machine, boilerplate, manifest);
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

/** The package.json that Node would go by for the code: the nearest one, even where it names no type. */
async function manifestOf({ editor }: Target): Promise<Manifest | undefined> {
  const document = editor?.document;
  const place = document && !document.isUntitled ? vscode.Uri.joinPath(document.uri, '..') : firstFolder();
  return place && nearestManifest(place);
}

function formOf({ editor, language }: Target, manifest: string | undefined): ScriptForm {
  const fileName = editor && !editor.document.isUntitled ? editor.document.fileName : '';
  const packageType = manifest === undefined ? undefined : packageTypeOf(manifest);
  return { language, moduleKind: moduleKind({ fileName, packageType, text: editor?.document.getText() ?? '' }) };
}

function firstFolder(): vscode.Uri | undefined {
  return vscode.workspace.workspaceFolders?.[0]?.uri;
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
