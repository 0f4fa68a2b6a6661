/**
 * Reads where the code of a process stands: pauses it for a moment, takes the stack with its places in the sources, and
 * lets it go on. A loop that never ends is paused in its midst.
 */
import { type StackFrame, withoutProbe } from '../core/stackFrame';
import type { DevTools } from './devTools';
import { fileOf, readScripts, type Script } from './scripts';
import { sourceOf } from './sourceMaps';

interface CallFrame {
  readonly functionName: string;
  readonly location: { readonly scriptId: string; readonly lineNumber: number; readonly columnNumber?: number };
}

/** The stack, innermost frame first. Never resolves where native code runs that does not come back. */
export async function readStack(devTools: DevTools): Promise<readonly StackFrame[]> {
  const scripts = await readScripts(devTools);
  const paused = devTools.next<{ readonly callFrames: readonly CallFrame[] }>('Debugger.paused');
  await devTools.send('Debugger.pause');
  const { callFrames } = await paused;
  await devTools.send('Debugger.resume');
  return withoutProbe(callFrames.map((frame) => frameOf(frame, scripts.get(frame.location.scriptId))));
}

function frameOf(
  { functionName: name, location }: CallFrame,
  { url: script = '', sourceMapURL: map }: Partial<Script> = {},
): StackFrame {
  const [line, column] = [location.lineNumber + 1, (location.columnNumber ?? 0) + 1];
  const file = fileOf(script);
  if (file === undefined) return { name, script, line, column };
  const place = { file, line, column };
  return { name, script, ...(map ? sourceOf(place, map) : place) };
}
