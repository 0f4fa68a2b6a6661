/**
 * Debugging: Debug Clustered starts a run whose workers are all sessions of the built-in debugger, Debug This Worker attaches
 * it to one worker of a run that is going on.
 */
import * as vscode from 'vscode';
import { debugConfiguration } from '../debugConfigurations';
import { chooseWorker } from '../pickers';
import { checkWorkspace } from '../workspaceGuard';
import type { CommandServices, Ended } from './commandServices';
import type { CommandHandlers } from './ids';
import { refuseSecond, whatToRun } from './whatToRun';

/** The handlers of this group. */
export function debugCommands(services: CommandServices): Pick<CommandHandlers, 'debugClustered' | 'debugWorker'> {
  return {
    debugClustered: (file) => debugClustered(services, file),
    debugWorker: (argument) => debugWorker(services, argument),
  };
}

async function debugClustered(services: CommandServices, file: unknown): Promise<Ended> {
  checkWorkspace();
  const options = await whatToRun(services, file);
  if (options === undefined) return 'cancelled';
  // What cannot run is refused here, with the command's outcome; the debugger would only say that it did not start.
  const launch = await services.launcher.prepare(options);
  refuseSecond(services, launch);
  return startDebugging(launch.folder, debugConfiguration(options, launch.folder));
}

/** Starts a session; cancelled is what the debugger, or a task before it, has answered for in words. */
export async function startDebugging(
  folder: vscode.WorkspaceFolder | undefined,
  configuration: vscode.DebugConfiguration,
): Promise<Ended> {
  return (await vscode.debug.startDebugging(folder, configuration)) ? 'done' : 'cancelled';
}

async function debugWorker(services: CommandServices, argument: unknown): Promise<Ended> {
  checkWorkspace();
  const { state, debugRuns, workerDebuggers } = services;
  const target = await chooseWorker(state.state, { argument, fits: ({ pid }) => pid !== undefined });
  const pid = target?.worker.pid;
  if (target === undefined || pid === undefined) return 'cancelled';
  if (debugRuns.isDebugged(pid)) {
    await vscode.commands.executeCommand('workbench.view.debug');
    return 'done';
  }
  const isStarted = await workerDebuggers.debug({ runId: target.run.info.id, slot: target.worker.slot });
  return isStarted ? 'done' : 'cancelled';
}
