/** Writes an exported file and opens it; one that is there already is never overwritten without a word. */
import * as vscode from 'vscode';
import { baseName } from '../../core/format';
import { showFile, writeText } from '../fileAccess';

const { t } = vscode.l10n;

export interface ExportFile {
  readonly folder: string;
  readonly name: string;
  readonly text: string;
  /** For callers that do not want to be asked whether an existing file may be replaced. */
  readonly replace?: boolean | undefined;
}

/** Writes the file; `cancelled` when the person keeps the one that is there. */
export async function writeExport({ folder, name, text, replace }: ExportFile): Promise<'done' | 'cancelled'> {
  const uri = await placeFor(vscode.Uri.joinPath(vscode.Uri.file(folder), name), replace);
  if (uri === undefined) return 'cancelled';
  await writeText(uri, text);
  await showFile(uri);
  return 'done';
}

async function placeFor(uri: vscode.Uri, replace: boolean | undefined): Promise<vscode.Uri | undefined> {
  if (replace === true || !(await exists(uri))) return uri;
  if (replace === false) return undefined;
  const [yes, elsewhere] = [t('Replace'), t('Save As...')];
  const question = t('{0} exists already. Replace it?', baseName(uri.path));
  const detail = t('What is in it now is lost.');
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, yes, elsewhere);
  if (answer === elsewhere) return vscode.window.showSaveDialog({ defaultUri: uri });
  return answer === yes ? uri : undefined;
}

const exists = (uri: vscode.Uri): Thenable<boolean> =>
  vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
