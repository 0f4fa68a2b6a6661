/** One place in a run: a number that a person sees, and the processes that come and go in it. */
import type { CrashCount } from '../../shared/restartPolicy';
import type { Incarnation } from './incarnation';

/** What a slot is to become when its process, which we end, has ended. */
export type Fate = 'replace' | 'remove' | 'stop';

export interface Slot {
  readonly number: number;
  process?: Incarnation | undefined;
  crashes: CrashCount;
  /** Whether one of its processes that have ended had listened: what follows them is to be a server. */
  served?: boolean | undefined;
  /** A slot without a fate decides by the restart policy. */
  fate?: Fate | undefined;
  refork?: NodeJS.Timeout | undefined;
}

/** Whether a process in it has listened. */
export function serves({ served, process }: Slot): boolean {
  return served === true || process?.hasListened === true;
}
