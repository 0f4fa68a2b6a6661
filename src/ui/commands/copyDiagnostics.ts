/** Copy Diagnostics: collects what a bug report needs and puts it on the clipboard, for the person to read and paste. */
import * as vscode from 'vscode';
import { ClusterError } from '../../core/clusterError';
import { diagnosticsReport } from '../../core/diagnosticsReport';
import type { Machine } from '../../core/ports';
import { type SettingName, settingId } from '../../core/settings';
import { setting } from '../config';
import type { CommandServices, Ended } from './commandServices';

const { t } = vscode.l10n;

/** Never fails for what it reports about: a Node.js that is not found is a line of the report. */
export async function copyDiagnostics({ machine, notifier, state }: CommandServices): Promise<Ended> {
  const report = diagnosticsReport({
    versions: versions(machine),
    node: await nodeText(machine),
    isTrusted: vscode.workspace.isTrusted,
    folders: vscode.workspace.workspaceFolders?.length ?? 0,
    settingOf,
    lastError: notifier.lastError?.code,
    state: state.state,
  });
  await vscode.env.clipboard.writeText(report);
  vscode.window.setStatusBarMessage(t('Copied the diagnostics. Read them before you paste them.'), 5_000);
  return 'done';
}

function versions(machine: Machine): string[] {
  const own = vscode.extensions.getExtension('node-cluster.node-cluster')?.packageJSON.version;
  const { appName, appHost, remoteName } = vscode.env;
  const where = [appHost, ...(remoteName === undefined ? [] : [`remote ${remoteName}`])].join(', ');
  return [`Node Cluster ${own}`, `${appName} ${vscode.version} (${where})`, machine.system];
}

async function nodeText(machine: Machine): Promise<string> {
  try {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const cwd = folder?.uri.fsPath ?? machine.home;
    const named = setting('nodePath', folder);
    const { version } = await machine.findNode({ setting: named, cwd, searchPath: machine.env.PATH ?? '' });
    return version;
  } catch (error) {
    return error instanceof ClusterError ? error.code : String(error);
  }
}

/** What somebody set, as it was set; checking it is not the point here. */
function settingOf(name: SettingName): unknown {
  const found = vscode.workspace.getConfiguration().inspect(settingId(name));
  return found?.workspaceFolderValue ?? found?.workspaceValue ?? found?.globalValue;
}
