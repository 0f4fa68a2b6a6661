/** How runs relate to folders and files: which workspace a run belongs to, and which files are its sources. */
import { isRunnable } from './entryFile';
import { isUnder } from './taskMatching';

/** `folders` are paths; a workspace that is reached through a link gives its real path beside its own. */
export function isRunOfWorkspace(
  run: { readonly entry: string; readonly cwd: string },
  folders: readonly string[],
): boolean {
  return folders.some((folder) => isUnder(run.entry, folder) || isUnder(run.cwd, folder));
}

/** Whether a file is a source of a run: a script below its folder that is not a package's. */
export function isSourceOfRun(run: { readonly entry: string; readonly cwd: string }, file: string): boolean {
  return isRunnable(file) && isUnder(file, run.cwd) && !/[\\/]node_modules[\\/]/.test(file);
}
