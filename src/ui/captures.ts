/**
 * Files that a look into a worker leaves: profiles and heap snapshots. They are kept in the extension's own storage, the
 * latest few, and opened in VS Code's viewers; a person who wants one for good saves it elsewhere.
 */
import * as vscode from 'vscode';
import { captureFileName, staleCaptures } from '../core/captures';
import { baseName } from '../core/format';
import { copyTo } from './fileAccess';

const { t } = vscode.l10n;

export class Captures {
  constructor(
    private readonly folder: vscode.Uri,
    private readonly onProblem: (error: unknown) => void,
  ) {}

  /** A new file for a worker's capture; the oldest of its kind make room. */
  async add(name: { readonly entry: string; readonly slot: number; readonly extension: string }): Promise<vscode.Uri> {
    await vscode.workspace.fs.createDirectory(this.folder);
    const present = (await vscode.workspace.fs.readDirectory(this.folder)).map(([file]) => file);
    for (const file of staleCaptures(present, name.extension))
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(this.folder, file));
    return vscode.Uri.joinPath(this.folder, captureFileName(name, Date.now()));
  }

  /** Opens a capture in the viewer for its kind, and offers to keep it elsewhere. */
  async open(uri: vscode.Uri): Promise<void> {
    await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
    const saveAs = t('Save As...');
    void vscode.window.showInformationMessage(t('{0} is kept for now.', baseName(uri.path)), saveAs).then((chosen) => {
      if (chosen === saveAs) keep(uri).catch(this.onProblem);
    });
  }
}

async function keep(uri: vscode.Uri): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const name = baseName(uri.path);
  const target = await vscode.window.showSaveDialog({
    title: t('Save As'),
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder.uri, name) } : {}),
  });
  if (target) await copyTo(uri, target, { overwrite: true });
}
