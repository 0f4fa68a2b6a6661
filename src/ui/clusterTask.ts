/**
 * A run as a VS Code task: the definition that stands in `tasks.json`, and the task that executes a plan in a terminal
 * of its own. The process is started directly, without a shell, so nothing needs quoting.
 */
import { isAbsolute, relative } from 'node:path';
import * as vscode from 'vscode';
import { type LaunchOptions, readLaunchOptions } from '../core/launchOptions';
import { type LaunchParameters, parseParameters } from '../shared/launchParameters';
import { PARAMETERS_VARIABLE } from '../shared/parametersVariable';
import type { Launch } from './launcher';

/** The task type of the manifest. */
export const TASK_TYPE = 'node-cluster';

export type ClusterTaskDefinition = vscode.TaskDefinition & LaunchOptions;

/** The definition of a run; paths inside the folder are relative to it, so that it can be shared in `tasks.json`. */
export function taskDefinition(
  options: LaunchOptions,
  folder: vscode.WorkspaceFolder | undefined,
): ClusterTaskDefinition {
  const { entry, cwd, ...others } = options;
  const shortCwd = shorten(cwd, folder);
  return {
    type: TASK_TYPE,
    ...others,
    ...(entry !== undefined && { entry: shorten(entry, folder) }),
    ...(shortCwd && { cwd: shortCwd }),
  };
}

/** Relative to the folder where it lies inside; empty for the folder itself. */
function shorten<T extends string | undefined>(path: T, folder: vscode.WorkspaceFolder | undefined): T | string {
  if (folder === undefined || path === undefined || !isAbsolute(path)) return path;
  const inside = relative(folder.uri.fsPath, path).replaceAll('\\', '/');
  return inside.startsWith('..') || isAbsolute(inside) ? path : inside;
}

/** The task that runs a plan. With `definition`, it is the answer to a task of `tasks.json` and keeps its identity. */
export function createTask(launch: Launch, definition = taskDefinition(launch.options, launch.folder)): vscode.Task {
  const { plan, folder } = launch;
  const execution = new vscode.ProcessExecution(plan.command, [...plan.args], { cwd: plan.cwd, env: { ...plan.env } });
  const scope = folder ?? vscode.TaskScope.Workspace;
  const task = new vscode.Task(definition, scope, taskName(definition, plan.title), 'Node Cluster', execution);
  task.isBackground = true;
  task.problemMatchers = ['$node-cluster'];
  task.presentationOptions = {
    reveal: vscode.TaskRevealKind.Always,
    panel: vscode.TaskPanelKind.Dedicated,
    clear: true,
  };
  task.detail = [plan.command, ...plan.args].join(' ');
  return task;
}

function taskName({ entry }: ClusterTaskDefinition, title: string): string {
  return entry ?? title;
}

/** The run's parameters, read back from a task that this or an earlier session started; undefined for other tasks. */
export function parametersOf(task: vscode.Task): LaunchParameters | undefined {
  if (task.definition.type !== TASK_TYPE || !(task.execution instanceof vscode.ProcessExecution)) return undefined;
  const text = task.execution.options?.env?.[PARAMETERS_VARIABLE];
  return text === undefined ? undefined : parseParameters(text).parameters;
}

/** The options that a task was made from, to run it again. */
export function taskOptions(task: vscode.Task): LaunchOptions {
  return readLaunchOptions(vscode.l10n.t, task.definition);
}
