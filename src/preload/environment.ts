/**
 * Takes our part out of a process's environment, so that the app and every process that it starts see what the user
 * set, and builds what a worker gets at its fork.
 */
import { withoutPreload } from '../shared/nodeOptions';

/** Removes our `--require` from `NODE_OPTIONS`, to the letter; an empty rest means that it was not set before. */
export function restoreNodeOptions(env: NodeJS.ProcessEnv, preload: string): void {
  const options = env.NODE_OPTIONS;
  if (options === undefined) return;
  const rest = withoutPreload(options, (path) => isSameFile(path, preload));
  if (rest === options) return;
  if (rest === undefined) delete env.NODE_OPTIONS;
  else env.NODE_OPTIONS = rest;
}

/** Takes away what the user unset, which comes empty; a value that a script has given meanwhile is its own. */
export function unsetVariables(env: NodeJS.ProcessEnv, names: readonly string[]): void {
  for (const name of names) if (env[name] === '') delete env[name];
}

/** Whether a path of an option is our file: `__filename` is a real path, the option's may lead there through a link. */
export function isSameFile(path: string, file: string): boolean {
  if (path === file) return true;
  if (!path.endsWith('.cjs')) return false;
  try {
    return (require('node:fs') as typeof import('node:fs')).realpathSync(path) === file;
  } catch {
    return false;
  }
}
