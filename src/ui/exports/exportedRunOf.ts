/**
 * Gathers what an exported file says of a run: from the run itself, from the task that started it, and where it came
 * from a shell, from the settings of its folder.
 */
import { basename, extname, join } from 'node:path';
import { isTypeScript } from '../../core/entryFile';
import type { EnvironmentLayers } from '../../core/environmentLayers';
import { type ExportedRun, saysReady } from '../../core/exports/exportedRun';
import type { LaunchOptions } from '../../core/launchOptions';
import { loaderOption, runsTypeScript } from '../../core/nodeVersion';
import { parseManifest } from '../../core/packageManifest';
import type { Machine } from '../../core/ports';
import type { RunState } from '../../core/state';
import { taskOptions } from '../clusterTask';
import type { CommandServices } from '../commands/commandServices';
import { setting } from '../config';
import { environmentLayers } from '../launchEnvironment';
import { launchLimits } from '../launcher';
import { folderFor } from '../workspaceGuard';

type Services = Pick<CommandServices, 'machine' | 'tasks'>;

/** A run without its variables, and the environment to choose them from. */
export interface ExportSource {
  readonly run: Omit<ExportedRun, 'variables'>;
  readonly environment: EnvironmentLayers;
}

/** Reads everything that is known of a run; throws `badSetting`. */
export async function exportSource({ machine, tasks }: Services, { info }: RunState): Promise<ExportSource> {
  const folder = folderFor(info.entry);
  const task = tasks.taskOf(info.id);
  const options: LaunchOptions = task ? taskOptions(task.execution.task) : {};
  const { memoryLimit, drainTimeout, stopTimeout, restart } = task?.parameters ?? launchLimits(options, folder);
  const given = options.runtimeArgs ?? setting('runtimeArgs', folder);
  const run = {
    name: await nameOf(machine, info),
    entry: info.entry,
    cwd: info.cwd,
    args: info.args,
    runtimeArgs: [...given, ...(await loaderOf(machine, info, given))],
    workers: info.target,
    mode: info.mode,
    memoryLimit,
    drainTimeout,
    stopTimeout,
    baseDelay: restart.baseDelay,
    saysReady: saysReady((await machine.readText(info.entry)) ?? ''),
  };
  return { run, environment: await environmentLayers(machine, options, folder) };
}

type Info = RunState['info'];

/** The package's own name, without its scope; else the file's. */
async function nameOf(machine: Machine, { cwd, entry }: Info): Promise<string> {
  const { name } = parseManifest(await machine.readText(join(cwd, 'package.json')));
  return name?.replace(/^@[^/]*\//, '') ?? basename(entry, extname(entry));
}

/** By its name, not its path: the file is for other machines. */
async function loaderOf(machine: Machine, { entry, node }: Info, given: readonly string[]): Promise<readonly string[]> {
  const hasOwn = given.some((arg) => /\b(tsx|ts-node|swc)\b/.test(arg));
  if (!isTypeScript(entry) || hasOwn || runsTypeScript(node)) return [];
  return (await machine.findTypeScriptLoader(entry)) === undefined ? [] : [loaderOption(node), 'tsx'];
}
