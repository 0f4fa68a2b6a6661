/** What a process that is gone may have left on its way: a crash report in the channel, the rest of stderr in its pipe. */
import type { Worker } from 'node:cluster';

/** How long an exit may wait for them, milliseconds. */
const WITHIN_MS = 200;

/** Calls back, once or twice, when everything has been read, and at the latest after a fifth of a second. */
export function afterLastWords({ process: child }: Worker, then: () => void): void {
  const timer = setTimeout(then, WITHIN_MS);
  // 'close' comes when the pipes are read to their end; 'disconnect' when the channel is.
  const waiting = new Set(child.connected ? ['close', 'disconnect'] : ['close']);
  for (const event of waiting) {
    child.once(event, () => {
      waiting.delete(event);
      if (waiting.size > 0) return;
      clearTimeout(timer);
      then();
    });
  }
}
