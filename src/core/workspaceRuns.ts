/** How runs relate to folders and files: which workspace a run belongs to, and which files are its sources. */
import { isRunnable } from './entryFile';
import type { Paths } from './paths';

/** Whether a run is of a workspace: its entry, or the folder that it runs in, lies in one of the workspace's folders. */
export function isRunOfWorkspace(
  run: { readonly entry: string; readonly cwd: string },
  folders: readonly string[],
  paths: Paths,
): boolean {
  return folders.some((folder) => paths.isUnder(run.entry, folder) || paths.isUnder(run.cwd, folder));
}

/** Whether a file is a source of a run: a script below its folder that is not a package's. */
export function isSourceOfRun(
  run: { readonly entry: string; readonly cwd: string },
  file: string,
  paths: Paths,
): boolean {
  return isRunnable(file) && !/[\\/]node_modules[\\/]/.test(file) && paths.isUnder(file, run.cwd);
}
