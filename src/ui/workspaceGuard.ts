/**
 * Says no, in words, where a run cannot be: no folder, a folder that is not trusted, a folder that is not on a disk. The
 * menus hide these cases already; commands are callable all the same.
 */
import * as vscode from 'vscode';
import { ClusterError } from '../core/clusterError';

const { t } = vscode.l10n;

/** Throws unless processes may be started in this workspace. */
export function checkWorkspace(): void {
  if (!vscode.workspace.isTrusted) throw untrusted();
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) throw noWorkspace();
  if (folders.every((folder) => folder.uri.scheme !== 'file')) throw virtualWorkspace();
}

/** The folder that a file belongs to, else the first one on a disk. */
export function folderFor(path?: string): vscode.WorkspaceFolder | undefined {
  const own = path === undefined ? undefined : vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path));
  return own ?? vscode.workspace.workspaceFolders?.find((folder) => folder.uri.scheme === 'file');
}

function untrusted(): ClusterError {
  const hint = t('Trust the folder to run code in it.');
  const action = { title: t('Manage Workspace Trust'), command: 'workbench.trust.manage' };
  return new ClusterError('untrusted', t('This workspace is in restricted mode.'), hint, action);
}

function noWorkspace(): ClusterError {
  const action = { title: t('Open Folder'), command: 'workbench.action.files.openFolder' };
  return new ClusterError('noWorkspace', t('No folder is open.'), t('Open the folder of your app first.'), action);
}

function virtualWorkspace(): ClusterError {
  const hint = t('Clone the repository and open that folder.');
  return new ClusterError('virtualWorkspace', t('This workspace is not on a disk, so nothing can run in it.'), hint);
}
