/**
 * Collects the layers of a run's environment: what the terminal inherits, the terminal's own settings, the env file,
 * and our settings. Values that VS Code would fill in (`${workspaceFolder}`) are filled here, because the layers are
 * read before a task sees them.
 */
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { parseEnvFile } from '../core/envFile';
import type { EnvironmentLayer, EnvironmentLayers } from '../core/environmentLayers';
import type { LaunchOptions } from '../core/launchOptions';
import type { Machine } from '../core/ports';
import { badSetting } from '../core/settings';
import { fillVariables, type VariableValues } from '../core/variables';
import { setting } from './config';

const { t } = vscode.l10n;

/** The values of variables for settings and task properties of a folder. */
export function variableValues(machine: Machine, folder: vscode.WorkspaceFolder | undefined): VariableValues {
  const open = vscode.window.activeTextEditor?.document.uri;
  return {
    userHome: machine.home,
    file: open?.scheme === 'file' ? open.fsPath : undefined,
    env: machine.env,
    ...(folder && { workspaceFolder: folder.uri.fsPath }),
  };
}

/** All layers for one run; throws `badSetting` for an env file that cannot be read. */
export async function environmentLayers(
  machine: Machine,
  options: LaunchOptions,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<EnvironmentLayers> {
  const values = variableValues(machine, folder);
  const own = { ...setting('env', folder), ...options.env };
  return {
    inherited: machine.env,
    terminal: terminalEnvironment(machine, folder),
    file: await envFile(machine, folder),
    own: fillLayer(own, values),
  };
}

/** Where the settings of the terminal have its environment, for each system. */
export const TERMINAL_ENVIRONMENT = 'terminal.integrated.env';

const TERMINAL_SYSTEMS: Readonly<Record<string, string>> = { win32: 'windows', darwin: 'osx' };

/** What the settings of the terminal change in the environment that it inherits. */
export function terminalEnvironment(machine: Machine, folder: vscode.WorkspaceFolder | undefined): EnvironmentLayer {
  const configuration = vscode.workspace.getConfiguration(TERMINAL_ENVIRONMENT, folder ?? null);
  const layer = configuration.get<EnvironmentLayer>(TERMINAL_SYSTEMS[machine.platform] ?? 'linux') ?? {};
  return fillLayer(layer, variableValues(machine, folder));
}

function fillLayer(layer: EnvironmentLayer, values: VariableValues): EnvironmentLayer {
  const filled = Object.entries(layer).map(([name, value]) => [
    name,
    typeof value === 'string' ? fillVariables(value, values) : value,
  ]);
  return Object.fromEntries(filled);
}

async function envFile(machine: Machine, folder: vscode.WorkspaceFolder | undefined): Promise<EnvironmentLayer> {
  const named = setting('envFile', folder);
  if (named === '') return {};
  const filled = fillVariables(named, variableValues(machine, folder));
  const path = isAbsolute(filled) ? filled : join(folder?.uri.fsPath ?? machine.home, filled);
  const text = await machine.readText(path);
  if (text === undefined) throw badSetting(t, 'envFile', t('The env file {0} cannot be read.', path));
  return parseEnvFile(text);
}
