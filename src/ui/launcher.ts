/**
 * Prepares a run: looks up everything that the pure plan needs (target, settings, environment, Node.js, loader, package
 * manager) and makes the plan. It starts nothing; `runTasks.ts` does.
 */
import * as vscode from 'vscode';
import { isTypeScript } from '../core/entryFile';
import { type EnvironmentLayers, inheritedValue } from '../core/environmentLayers';
import { type LaunchOptions, targetKey } from '../core/launchOptions';
import { type LaunchPlan, type LaunchTarget, planLaunch } from '../core/launchPlan';
import type { Machine, NodeInfo } from '../core/ports';
import { fillVariables } from '../core/variables';
import { chooseWorkerCount } from '../core/workerCount';
import type { LaunchParameters } from '../shared/launchParameters';
import type { RestartOptions } from '../shared/restartPolicy';
import { setting } from './config';
import type { LastCounts } from './lastCounts';
import { environmentLayers, variableValues } from './launchEnvironment';
import { packageManager, type ResolvedTarget, resolveTarget } from './launchTarget';
import { checkWorkspace, folderFor } from './workspaceGuard';

const { t } = vscode.l10n;

/** How long a run that is over waits for this window to read how it ended, milliseconds. */
const LINGER_MS = 2000;

export interface LauncherParts {
  readonly machine: Machine;
  readonly counts: LastCounts;
  /** Puts the preload where it outlives this version of the extension, and answers its absolute path. */
  readonly placePreload: () => Promise<string>;
  /** Where runs leave their records for this extension. */
  readonly runDirectory: string;
}

/** A run that is ready to start. */
export interface Launch {
  /** As they were given: they go into the task's definition. */
  readonly options: LaunchOptions;
  readonly target: LaunchTarget;
  readonly folder: vscode.WorkspaceFolder | undefined;
  readonly plan: LaunchPlan;
  /** Absolute path. */
  readonly preload: string;
}

export class Launcher {
  constructor(private readonly parts: LauncherParts) {}

  /** Makes the plan; rejects with a `ClusterError` for everything that a person can mend. */
  async prepare(options: LaunchOptions, folder = folderFor(options.entry ?? options.cwd)): Promise<Launch> {
    checkWorkspace();
    const { machine } = this.parts;
    const preload = await this.parts.placePreload();
    const resolved = await resolveTarget(machine, options, folder);
    const environment = await environmentLayers(machine, options, folder);
    const searchPath = searchPathOf(machine, environment);
    const named = this.namedNode(options, folder);
    const node = await machine.findNode({ setting: named, cwd: resolved.cwd, searchPath });
    const plan = planLaunch(t, {
      ...resolved,
      ...(await this.programs(resolved, { node, searchPath, folder })),
      parameters: this.parameters(options, resolved, folder),
      node,
      isNodeNamed: named !== '',
      preload,
      args: options.args ?? setting('args', folder),
      runtimeArgs: options.runtimeArgs ?? setting('runtimeArgs', folder),
      environment,
      platform: machine.platform,
      searchPath,
    });
    return { options, target: resolved.target, folder, plan, preload };
  }

  /** The Node.js that a file of the workspace runs on, in a folder. */
  async nodeFor(file: string, cwd: string): Promise<NodeInfo> {
    const { machine } = this.parts;
    const folder = folderFor(file);
    const searchPath = searchPathOf(machine, await environmentLayers(machine, {}, folder));
    return machine.findNode({ setting: this.namedNode({}, folder), cwd, searchPath });
  }

  /** The Node.js that the launch or the setting names; empty where neither does. */
  private namedNode(options: LaunchOptions, folder: vscode.WorkspaceFolder | undefined): string {
    const named = options.nodePath ?? setting('nodePath', folder);
    return fillVariables(named, variableValues(this.parts.machine, folder));
  }

  /** The programs beside Node.js that the target needs: a loader for TypeScript, a package manager for a script. */
  private async programs(
    { target }: ResolvedTarget,
    at: {
      readonly node: NodeInfo;
      readonly searchPath: string;
      readonly folder: vscode.WorkspaceFolder | undefined;
    },
  ) {
    const { machine } = this.parts;
    if (target.kind === 'entry') {
      return isTypeScript(target.entry) ? { loader: await machine.findTypeScriptLoader(target.entry) } : {};
    }
    const name = await packageManager(machine, target.folder, at.folder?.uri.fsPath);
    const program = await machine.findProgram(name, { node: at.node.path, searchPath: at.searchPath });
    return { manager: { name, program: program ?? name } };
  }

  private parameters(
    options: LaunchOptions,
    { target }: ResolvedTarget,
    folder: vscode.WorkspaceFolder | undefined,
  ): LaunchParameters {
    const workers = chooseWorkerCount({
      asked: options.workers,
      remembered: this.parts.counts.of(keyOfTarget(target)),
      setting: setting('workers', folder),
    });
    return {
      workers,
      mode: options.mode ?? setting('mode', folder),
      log: setting('output', folder),
      scheduling: setting('scheduling', folder),
      sticky: setting('sticky', folder),
      ...launchLimits(options, folder),
      linger: LINGER_MS,
      announce: true,
      debugReattach: setting('debug.reattach', folder),
      dir: this.parts.runDirectory,
    };
  }
}

function searchPathOf({ platform }: Machine, { own, file, terminal, inherited }: EnvironmentLayers): string {
  return inheritedValue([own, file, terminal, inherited], 'PATH', platform) ?? '';
}

type Limits = Pick<
  LaunchParameters,
  'stopTimeout' | 'drainTimeout' | 'memoryLimit' | 'unresponsiveTimeout' | 'restart'
>;

/** What bounds a run: its own options, else the settings of the folder. Both count times in seconds, a run in milliseconds. */
export function launchLimits(options: LaunchOptions, folder: vscode.WorkspaceFolder | undefined): Limits {
  return {
    stopTimeout: (options.stopTimeout ?? setting('stopTimeout', folder)) * 1000,
    drainTimeout: (options.drainTimeout ?? setting('drainTimeout', folder)) * 1000,
    memoryLimit: options.memoryLimit ?? setting('memoryLimit', folder),
    unresponsiveTimeout: setting('unresponsiveTimeout', folder) * 1000,
    restart: restartOptions(folder),
  };
}

/** The restart policy of a folder's settings; they count long times in seconds. */
function restartOptions(folder: vscode.WorkspaceFolder | undefined): RestartOptions {
  return {
    baseDelay: setting('restart.baseDelay', folder),
    maxDelay: setting('restart.maxDelay', folder) * 1000,
    jitter: setting('restart.jitter', folder),
    stableUptime: setting('restart.stableUptime', folder) * 1000,
    youngUptime: setting('restart.youngUptime', folder) * 1000,
    loopCrashes: setting('restart.loopCrashes', folder),
  };
}

/** The name under which choices for a target are remembered. */
export function keyOfTarget(target: LaunchTarget): string {
  return target.kind === 'entry' ? targetKey(target) : targetKey({ script: target.script, cwd: target.folder });
}
