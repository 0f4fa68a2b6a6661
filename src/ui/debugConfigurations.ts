/**
 * Answers for launch configurations of type `node-cluster`: offers one for each entry that was found, and turns one that
 * is started into a configuration of the built-in debugger (`core/debugConfiguration.ts`).
 */
import * as vscode from 'vscode';
import { type GivenConfiguration, nodeConfiguration } from '../core/debugConfiguration';
import { type LaunchOptions, readLaunchOptions } from '../core/launchOptions';
import type { Machine } from '../core/ports';
import { taskDefinition } from './clusterTask';
import type { DebugRuns } from './debugRuns';
import { chooseEntry, entryChoices } from './entryPicker';
import type { Launcher } from './launcher';
import type { Notifier } from './notify';
import { folderFor } from './workspaceGuard';

const { t } = vscode.l10n;

/** The debug type of the manifest. */
const DEBUG_TYPE = 'node-cluster';

export interface DebugConfigurationsParts {
  readonly machine: Machine;
  readonly launcher: Launcher;
  readonly notifier: Notifier;
  /** Told of each start, so that the same can start again. */
  readonly debugRuns: DebugRuns;
}

/** Registers the provider, for `launch.json` and for the lists of what can be debugged. */
export function registerDebugConfigurations(parts: DebugConfigurationsParts): vscode.Disposable {
  const provider = new DebugConfigurations(parts);
  const { Initial, Dynamic } = vscode.DebugConfigurationProviderTriggerKind;
  // Every provider of a type is asked to resolve, one after the other: only one of these two may answer.
  const offers = { provideDebugConfigurations: provider.provideDebugConfigurations.bind(provider) };
  return vscode.Disposable.from(
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, provider, Initial),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, offers, Dynamic),
  );
}

/** The configuration of a run, as it stands in `launch.json`. */
export function debugConfiguration(
  options: LaunchOptions,
  folder: vscode.WorkspaceFolder | undefined,
): vscode.DebugConfiguration {
  const { type: _type, ...properties } = taskDefinition(options, folder);
  const name = t('Debug Clustered: {0}', properties.entry ?? options.script ?? '');
  return { ...properties, type: DEBUG_TYPE, request: 'launch', name };
}

class DebugConfigurations implements vscode.DebugConfigurationProvider {
  constructor(private readonly parts: DebugConfigurationsParts) {}

  async provideDebugConfigurations(folder: vscode.WorkspaceFolder | undefined): Promise<vscode.DebugConfiguration[]> {
    if (!vscode.workspace.isTrusted) return [];
    const choices = await entryChoices(this.parts.machine);
    const here = choices.filter(({ value }) => {
      const own = folderFor(value.entry ?? value.cwd);
      return folder === undefined || own?.uri.toString() === folder.uri.toString();
    });
    return here.map(({ value }) => debugConfiguration(value, folder ?? folderFor(value.entry ?? value.cwd)));
  }

  /** Undefined ends the start without another word: what is wrong has been shown, or the person left the picker. */
  async resolveDebugConfiguration(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    try {
      const given = await this.complete(configuration);
      return given && (await this.resolve(folder, given));
    } catch (error) {
      this.parts.notifier.showError(error);
      return undefined;
    }
  }

  /** With no `launch.json`, VS Code hands over an empty configuration: then the person is asked, as by Run Clustered. */
  private async complete(given: vscode.DebugConfiguration): Promise<GivenConfiguration | undefined> {
    if (given.type) return given;
    const options = await chooseEntry(this.parts.machine);
    return options && debugConfiguration(options, folderFor(options.entry ?? options.cwd));
  }

  private async resolve(
    chosen: vscode.WorkspaceFolder | undefined,
    configuration: GivenConfiguration,
  ): Promise<vscode.DebugConfiguration> {
    const { launcher, debugRuns } = this.parts;
    const options = readLaunchOptions(t, configuration);
    const folder = chosen ?? folderFor(options.entry);
    const { plan, preload } = await launcher.prepare(options, folder);
    const mark = debugRuns.note({ configuration, options, parameters: plan.parameters, folder, at: Date.now() });
    return { ...nodeConfiguration(configuration, plan, preload), ...mark };
  }
}
