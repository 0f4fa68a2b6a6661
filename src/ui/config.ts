/**
 * Reads the settings: the one way from `vscode.workspace` to typed values. The table of names, types and defaults is
 * `core/settings.ts`; a broken value throws an error that names its setting.
 */
import * as vscode from 'vscode';
import { readSetting, type SettingName, type Settings, settingId } from '../core/settings';

const SECTION = 'nodeCluster';

/** A setting's value for a folder, a file, or the window; throws `badSetting`. */
export function setting<K extends SettingName>(name: K, scope?: vscode.ConfigurationScope): Settings[K] {
  const value: unknown = vscode.workspace.getConfiguration(SECTION, scope ?? null).get(name);
  return readSetting(vscode.l10n.t, name, value ?? undefined);
}

/** Calls back when the value of one of the settings may have changed. */
export function onDidChangeSetting(names: readonly SettingName[], listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (names.some((name) => event.affectsConfiguration(settingId(name)))) listener();
  });
}
