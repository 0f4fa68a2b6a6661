/** Create the Sample App: copies the app that the tour is about into a new folder of the person's choice and opens it. */
import * as vscode from 'vscode';
import { ClusterError } from '../../core/clusterError';
import { copyTo } from '../fileAccess';
import type { CommandServices, Ended } from './commandServices';
import type { FileArgument } from './ids';

const { t } = vscode.l10n;

const NAME = 'node-cluster-sample';
/** Another sample beside so many would be a mistake rather than a wish. */
const MOST_SAMPLES = 20;

/** Never writes into a folder that is there already. */
export async function createSample({ sample }: CommandServices, argument: FileArgument | undefined): Promise<Ended> {
  const parent = parentOf(argument) ?? (await askForFolder());
  if (parent === undefined) return 'cancelled';
  const folder = await freeFolder(parent);
  await copyTo(sample, folder);
  const hasFolder = (vscode.workspace.workspaceFolders?.length ?? 0) > 0;
  await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: hasFolder });
  return 'done';
}

function parentOf(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  return typeof argument === 'string' ? vscode.Uri.file(argument) : undefined;
}

async function askForFolder(): Promise<vscode.Uri | undefined> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      title: t('Where should the folder {0} be?', NAME),
      openLabel: t('Create Here'),
    })) ?? [];
  return chosen;
}

async function freeFolder(parent: vscode.Uri): Promise<vscode.Uri> {
  for (let number = 1; number <= MOST_SAMPLES; number++) {
    const folder = vscode.Uri.joinPath(parent, number === 1 ? NAME : `${NAME}-${number}`);
    if (!(await exists(folder))) return folder;
  }
  const message = t('There are {0} folders named {1} already.', MOST_SAMPLES, NAME);
  throw new ClusterError('sampleExists', message, t('Open one of them, or choose another place.'));
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
