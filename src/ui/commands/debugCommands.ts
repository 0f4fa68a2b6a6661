/** Debugging: Debug Clustered starts a run whose workers are all sessions of the built-in debugger. */
import * as vscode from 'vscode';
import { debugConfiguration } from '../debugConfigurations';
import { checkWorkspace } from '../workspaceGuard';
import type { CommandServices, Ended } from './commandServices';
import type { CommandHandlers } from './ids';
import { refuseSecond, whatToRun } from './whatToRun';

/** The handlers of this group. */
export function debugCommands(services: CommandServices): Pick<CommandHandlers, 'debugClustered'> {
  return { debugClustered: (file) => debugClustered(services, file) };
}

async function debugClustered(services: CommandServices, file: unknown): Promise<Ended> {
  checkWorkspace();
  const options = await whatToRun(services, file);
  if (options === undefined) return 'cancelled';
  // What cannot run is refused here, with the command's outcome; the debugger would only say that it did not start.
  const { target, folder } = await services.launcher.prepare(options);
  refuseSecond(services, target);
  const isStarted = await vscode.debug.startDebugging(folder, debugConfiguration(options, folder));
  return isStarted ? 'done' : 'cancelled';
}
