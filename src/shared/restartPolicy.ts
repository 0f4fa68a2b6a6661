/**
 * When a crashed worker's slot is filled again: the first crash at once, then with a growing, jittered delay up to a
 * cap; a stable life resets the count; a slot whose processes keep dying young is a crash loop and is left alone.
 * Immutable: each crash gives the next policy state and the decision, and the caller keeps the state per slot.
 */

export interface RestartOptions {
  /** Delay before the second restart in a row, in milliseconds; it doubles with each further one. */
  readonly baseDelay: number;
  readonly maxDelay: number;
  /** Part of the delay that is random, 0 to 1, so that the workers do not come back in step. */
  readonly jitter: number;
  /** A process that lived this long, in milliseconds, was healthy: its crash counts as a first one. */
  readonly stableUptime: number;
  /** A process that lived less than this, in milliseconds, died young. */
  readonly youngUptime: number;
  /** So many deaths of young processes in a row are a crash loop. */
  readonly loopCrashes: number;
}

export const DEFAULT_RESTART: RestartOptions = {
  baseDelay: 500,
  maxDelay: 15_000,
  jitter: 0.2,
  stableUptime: 30_000,
  youngUptime: 5_000,
  loopCrashes: 5,
};

/** What a slot remembers of its crashes. */
export interface CrashCount {
  /** Crashes in a row without a stable life between them. */
  readonly inARow: number;
  /** Of these, the latest in a row that died young. */
  readonly young: number;
}

export const NO_CRASHES: CrashCount = { inARow: 0, young: 0 };

export type RestartDecision =
  | { readonly action: 'fork'; readonly delay: number; readonly crashes: CrashCount }
  | { readonly action: 'give up'; readonly crashes: CrashCount };

/**
 * Decides what follows a crash.
 * @param uptime how long the process lived, in milliseconds
 * @param random a number from 0 to 1
 */
export function afterCrash(
  crashes: CrashCount,
  uptime: number,
  random: number,
  options: RestartOptions = DEFAULT_RESTART,
): RestartDecision {
  const stable = uptime >= options.stableUptime;
  const next: CrashCount = {
    inARow: stable ? 1 : crashes.inARow + 1,
    young: uptime < options.youngUptime ? (stable ? 1 : crashes.young + 1) : 0,
  };
  if (next.young >= options.loopCrashes) return { action: 'give up', crashes: next };
  return { action: 'fork', delay: delayBefore(next.inARow, random, options), crashes: next };
}

function delayBefore(restart: number, random: number, options: RestartOptions): number {
  if (restart <= 1) return 0;
  const full = Math.min(options.maxDelay, options.baseDelay * 2 ** (restart - 2));
  return Math.round(full * (1 - options.jitter / 2 + options.jitter * random));
}
