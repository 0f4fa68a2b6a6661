/**
 * Answers for tasks of type `node-cluster`: fills in the process of a task from `tasks.json`, and offers one task for
 * each entry that was found in the workspace.
 */
import * as vscode from 'vscode';
import { readLaunchOptions } from '../core/launchOptions';
import type { Machine } from '../core/ports';
import { type ClusterTaskDefinition, createTask } from './clusterTask';
import { setting } from './config';
import { entryChoices } from './entryPicker';
import type { ExtensionLog } from './extensionLog';
import { failedTask } from './failedTask';
import type { Launcher } from './launcher';
import type { Notifier } from './notify';
import { folderFor } from './workspaceGuard';

export interface TaskProviderParts {
  readonly machine: Machine;
  readonly launcher: Launcher;
  readonly notifier: Notifier;
  readonly log: ExtensionLog;
}

export class ClusterTaskProvider implements vscode.TaskProvider {
  constructor(private readonly parts: TaskProviderParts) {}

  /** Nobody has asked for these tasks, so what cannot be run is left out and only logged. */
  async provideTasks(): Promise<vscode.Task[]> {
    const { machine, launcher, log } = this.parts;
    if (!setting('detectTasks') || !vscode.workspace.isTrusted) return [];
    const tasks: vscode.Task[] = [];
    for (const { value } of await entryChoices(machine)) {
      try {
        tasks.push(createTask(await launcher.prepare(value)));
      } catch (error) {
        log.debug(`No task for ${value.entry ?? value.script}: ${error}`);
      }
    }
    return tasks;
  }

  /** Somebody runs this task now: what is wrong with it is shown. */
  async resolveTask(task: vscode.Task): Promise<vscode.Task> {
    try {
      const scope = typeof task.scope === 'object' ? task.scope : folderFor();
      const options = readLaunchOptions(vscode.l10n.t, task.definition);
      const launch = await this.parts.launcher.prepare(options, scope);
      return createTask(launch, task.definition as ClusterTaskDefinition);
    } catch (error) {
      return failedTask(task, this.parts.notifier.showError(error));
    }
  }
}
