/** Saves an export to a file of a person's choice, wherever the workspace's files are. */
import * as vscode from 'vscode';
import { baseName } from '../core/format';
import { writeText } from './fileAccess';

const { t } = vscode.l10n;

export interface ExportedFile {
  /** Of the dialog. */
  readonly title: string;
  /** What is offered as the file's name. */
  readonly name: string;
  readonly format: 'json' | 'csv';
  readonly text: string;
  /** The app's entry and the folder it runs in: the file is offered a place beside them. */
  readonly entry: string;
  readonly cwd: string;
}

/** Asks where to and writes the file; does nothing when the person changes their mind. */
export async function saveExport({ title, name, format, text, entry, cwd }: ExportedFile): Promise<void> {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(entry))?.uri ?? vscode.Uri.file(cwd);
  const uri = await vscode.window.showSaveDialog({
    title,
    defaultUri: vscode.Uri.joinPath(folder, name),
    filters: format === 'json' ? { JSON: ['json'] } : { CSV: ['csv'] },
  });
  if (!uri) return;
  await writeText(uri, text);
  const open = t('Open');
  void vscode.window.showInformationMessage(t('Exported to {0}.', baseName(uri.path)), open).then(async (chosen) => {
    if (chosen === open) await vscode.commands.executeCommand('vscode.open', uri);
  });
}
