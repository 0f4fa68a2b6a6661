/** Saves what a dashboard shows to a file of a person's choice, wherever the workspace's files are. */
import * as vscode from 'vscode';
import { exportFileName, exportText } from '../core/dashboard/exportText';
import type { ExportFormat } from '../core/dashboard/messages';
import { baseName } from '../core/format';
import type { RunHistory } from '../core/runHistory';
import type { RunState } from '../core/state';

const { t } = vscode.l10n;

/** Asks where to and writes the file; does nothing when the person changes their mind. */
export async function exportRun(format: ExportFormat, run: RunState, history: RunHistory): Promise<void> {
  const uri = await vscode.window.showSaveDialog({
    title: t('Export the Dashboard'),
    defaultUri: suggestedUri(format, run),
    filters: format === 'json' ? { JSON: ['json'] } : { CSV: ['csv'] },
  });
  if (!uri) return;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(exportText(format, run, history)));
  const open = t('Open');
  void vscode.window.showInformationMessage(t('Exported to {0}.', baseName(uri.path)), open).then(async (chosen) => {
    if (chosen === open) await vscode.commands.executeCommand('vscode.open', uri);
  });
}

function suggestedUri(format: ExportFormat, { info }: RunState): vscode.Uri {
  const name = exportFileName(format, baseName(info.entry), Date.now());
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(info.entry))?.uri ?? vscode.Uri.file(info.cwd);
  return vscode.Uri.joinPath(folder, name);
}
