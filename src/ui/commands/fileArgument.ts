/** Reads the argument that names a file: menus give a `Uri`, keybindings and other extensions an absolute path. */
import * as vscode from 'vscode';
import { ClusterError } from '../../core/clusterError';

const { t } = vscode.l10n;

/** The path; undefined where the argument names no file. Throws for a file that is not on a disk. */
export function pathOf(file: unknown): string | undefined {
  if (typeof file === 'string') return file;
  if (!(file instanceof vscode.Uri)) return undefined;
  if (file.scheme === 'file') return file.fsPath;
  const hint = t('Save it on a disk first.');
  throw new ClusterError('virtualWorkspace', t('{0} is not a file on a disk.', file.path), hint);
}
