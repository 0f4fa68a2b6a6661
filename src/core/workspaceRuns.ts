/** Whether a run is about a workspace: its entry or the folder it runs in lies in one of the workspace's folders. */
import { isUnder } from './taskMatching';

/** `folders` are paths; a workspace that is reached through a link gives its real path beside its own. */
export function isRunOfWorkspace(
  run: { readonly entry: string; readonly cwd: string },
  folders: readonly string[],
): boolean {
  return folders.some((folder) => isUnder(run.entry, folder) || isUnder(run.cwd, folder));
}
