/** The file that `node <main>` would run: `node .` and `node server` name it in a shorter way. */
import { realpathSync, statSync } from 'node:fs';

/** The absolute path of the file, or what was given if nothing is found there. */
export function resolveEntry(main: string): string {
  try {
    if (statSync(main, { throwIfNoEntry: false })?.isFile()) return main;
    return require.resolve(main);
  } catch {
    return existing(main);
  }
}

function existing(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
