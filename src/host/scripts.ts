/** The scripts that a process has loaded, as its inspector knows them: their files and their source maps. */
import { fileURLToPath } from 'node:url';
import type { DevTools } from './devTools';

export interface Script {
  readonly scriptId: string;
  readonly url: string;
  /** Where its source map is, or the map itself; empty where it has none. */
  readonly sourceMapURL?: string;
}

/** All scripts by their ids. Leaves the debugger's domain on: it also tells of those that are loaded later. */
export async function readScripts(devTools: DevTools): Promise<ReadonlyMap<string, Script>> {
  const scripts = new Map<string, Script>();
  devTools.on<Script>('Debugger.scriptParsed', (script) => void scripts.set(script.scriptId, script));
  await devTools.send('Debugger.enable');
  return scripts;
}

/** The file of a script; undefined for Node's own and for evaluated code. */
export function fileOf(url: string): string | undefined {
  try {
    return url.startsWith('file:') ? fileURLToPath(url) : undefined;
  } catch {
    return undefined;
  }
}
