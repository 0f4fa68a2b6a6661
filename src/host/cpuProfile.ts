/**
 * Records what the code of a process does, by V8's sampling profiler, and puts the places of the profile where the
 * sources are: its viewers know no source maps.
 */
import { pathToFileURL } from 'node:url';
import type { ProfileOptions } from '../core/ports';
import type { DevTools } from './devTools';
import { fileOf, readScripts } from './scripts';
import { type Place, sourceFinder } from './sourceMaps';

interface ProfileNode {
  readonly callFrame: {
    readonly scriptId: string;
    readonly url: string;
    readonly lineNumber: number;
    readonly columnNumber: number;
  };
  readonly positionTicks?: readonly { readonly line: number; readonly ticks: number }[];
}

interface Profile {
  readonly nodes: readonly ProfileNode[];
}

/** Records until the time is over or the signal comes; the answer is the profile as text, or nothing when cancelled. */
export async function recordProfile(
  devTools: DevTools,
  { seconds, signal }: ProfileOptions,
): Promise<string | undefined> {
  await devTools.send('Profiler.enable');
  await devTools.send('Profiler.start');
  await devTools.whileOpen(elapsed(seconds * 1000, signal));
  const { profile } = await devTools.send<{ readonly profile: Profile }>('Profiler.stop');
  if (signal.aborted) return undefined;
  const scripts = await readScripts(devTools);
  const finders = new Map<string, (place: Place) => Place>();
  const finderOf = (scriptId: string): ((place: Place) => Place) | undefined => {
    const { url = '', sourceMapURL } = scripts.get(scriptId) ?? {};
    const file = fileOf(url);
    if (file === undefined || !sourceMapURL) return undefined;
    const finder = finders.get(scriptId) ?? sourceFinder(file, sourceMapURL);
    finders.set(scriptId, finder);
    return finder;
  };
  return JSON.stringify({ ...profile, nodes: profile.nodes.map((node) => atSource(node, finderOf)) });
}

function atSource<T extends ProfileNode>(
  node: T,
  finderOf: (scriptId: string) => ((place: Place) => Place) | undefined,
): T {
  const { callFrame, positionTicks = [] } = node;
  const find = finderOf(callFrame.scriptId);
  const file = fileOf(callFrame.url);
  if (!find || file === undefined) return node;
  const {
    line,
    column,
    file: source,
  } = find({ file, line: callFrame.lineNumber + 1, column: callFrame.columnNumber + 1 });
  const url = pathToFileURL(source).href;
  return {
    ...node,
    callFrame: { ...callFrame, url, lineNumber: line - 1, columnNumber: column - 1 },
    positionTicks: positionTicks.map((tick) => ({ ...tick, line: find({ file, line: tick.line, column: 1 }).line })),
  };
}

function elapsed(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
