/** What tests that run inside the extension host share: the workspace, the extension's API, and its commands. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { NodeClusterApi, RunSnapshot } from '../../../src/api';
import { type CommandName, type CommandOutcome, commandId } from '../../../src/ui/commands/ids';
import { eventually } from './eventually';
import { freePort } from './freePort';

/** A place in the folder that is open. */
export function inWorkspace(...names: string[]): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'a folder is open');
  return vscode.Uri.joinPath(folder.uri, ...names);
}

/** What the extension exports, activated. */
export async function findApi(): Promise<NodeClusterApi> {
  const extension = vscode.extensions.getExtension<NodeClusterApi>('node-cluster.node-cluster');
  assert.ok(extension);
  return extension.activate();
}

/** Executes a command of ours; one that waits for a person never resolves. */
export async function execute(command: CommandName, ...args: unknown[]): Promise<CommandOutcome> {
  return vscode.commands.executeCommand<CommandOutcome>(commandId(command), ...args);
}

/** How a command ended: `done`, `cancelled`, or the code of its error. */
export async function codeOf(command: CommandName, ...args: unknown[]): Promise<string> {
  const outcome = await execute(command, ...args);
  return outcome.status === 'failed' ? outcome.code : outcome.status;
}

/** Starts an app of the workspace on a free port and waits until all its workers listen. */
export async function startRun(entry: string, workers: number): Promise<RunSnapshot> {
  const api = await findApi();
  const { id } = await api.run({ entry, workers, env: { PORT: String(await freePort()) } });
  return eventually(`${workers} workers of ${entry}`, async () => {
    const run = api.runs.find((one) => one.id === id);
    return run?.workers.filter(({ state }) => state === 'listening').length === workers ? run : undefined;
  });
}

/** Stops every run of this window and takes it off the list, so that the next suite finds an empty view. */
export async function endRuns(): Promise<void> {
  const api = await findApi();
  for (const { id, link } of api.runs) if (link !== 'ended') await execute('stop', { runId: id });
  await eventually('all runs to end', async () =>
    api.runs.every(({ link }) => link === 'ended') && vscode.tasks.taskExecutions.length === 0 ? true : undefined,
  );
  for (const { id } of api.runs) await execute('dismissRun', { runId: id });
}
