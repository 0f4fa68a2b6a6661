/** A log that says nothing, for parts that want one; `recordingLog` remembers its lines for a test to read. */
import type { Log } from '../../src/core/ports';

const ignore = (): void => {};

export const silentLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** A log that keeps its warnings. */
export function recordingLog(): Log & { readonly warnings: readonly string[] } {
  const warnings: string[] = [];
  return { ...silentLog, warn: (message) => void warnings.push(message), warnings };
}
