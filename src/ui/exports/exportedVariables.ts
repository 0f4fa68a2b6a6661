/**
 * Which environment variables go into an exported file: all that the settings, the env file and the task have are named
 * there, and a person chooses those whose values may be written. None is chosen before, and what looks like a secret is
 * never written.
 */
import * as vscode from 'vscode';
import type { EnvironmentLayers } from '../../core/environmentLayers';
import type { ExportedVariable } from '../../core/exports/exportedRun';
import { looksSecret } from '../../core/exports/secretNames';

const { t } = vscode.l10n;

/**
 * The variables, with the values that may be written; undefined when the person left the picker.
 * @param chosen names whose values may be written, for callers that do not want to be asked
 */
export async function chooseVariables(
  { file, own }: EnvironmentLayers,
  chosen?: readonly string[],
): Promise<readonly ExportedVariable[] | undefined> {
  const set = Object.entries({ ...file, ...own }).flatMap(([name, value]) =>
    typeof value === 'string' ? [{ name, value }] : [],
  );
  if (set.length === 0) return [];
  const harmless = set.filter(({ name, value }) => !looksSecret(name, value)).map(({ name }) => name);
  const written = chosen ?? (harmless.length === 0 ? [] : await askForNames(harmless));
  const isWritten = (name: string): boolean => written?.includes(name) === true && harmless.includes(name);
  return written && set.map(({ name, value }) => (isWritten(name) ? { name, value } : { name }));
}

async function askForNames(names: readonly string[]): Promise<readonly string[] | undefined> {
  return vscode.window.showQuickPick([...names].sort(), {
    canPickMany: true,
    title: t('Environment of the Exported File'),
    placeHolder: t('Choose whose values to write; others are only named'),
  });
}
