/**
 * Says which packages a boilerplate wants that the project does not name, with one button that installs them in a
 * terminal, by the project's own package manager. Nothing is installed without the button, and where nothing may run
 * there is none.
 */
import * as vscode from 'vscode';
import type { Boilerplate } from '../core/boilerplate';
import { installCommand, packagesOf } from '../core/packageManifest';
import type { Machine } from '../core/ports';
import { packageManager } from './launchTarget';
import type { Manifest } from './nearestManifest';

const { t } = vscode.l10n;

/** Shows the offer where something is missing; does not wait for the person. */
export function offerPackages(
  machine: Machine,
  { title, packages }: Boilerplate,
  manifest: Manifest | undefined,
): void {
  const present = packagesOf(manifest?.text ?? '');
  const missing = packages.filter((name) => !present.has(name));
  if (missing.length === 0) return;
  const text = t('"{0}" needs packages that package.json does not name: {1}.', title, missing.join(', '));
  void offer(text, manifest?.folder, (folder) => install(machine, folder, missing));
}

async function offer(
  text: string,
  folder: vscode.Uri | undefined,
  run: (folder: vscode.Uri) => Promise<void>,
): Promise<void> {
  const button = t('Install in Terminal');
  const canRun = folder?.scheme === 'file' && vscode.workspace.isTrusted;
  const chosen = await vscode.window.showInformationMessage(text, ...(canRun ? [button] : []));
  if (folder && chosen === button) await run(folder);
}

async function install(machine: Machine, folder: vscode.Uri, packages: readonly string[]): Promise<void> {
  const base = vscode.workspace.getWorkspaceFolder(folder)?.uri.fsPath;
  const manager = await packageManager(machine, folder.fsPath, base);
  const terminal = vscode.window.createTerminal({ name: t('Install Packages'), cwd: folder });
  terminal.show();
  terminal.sendText(installCommand(manager, packages));
}
