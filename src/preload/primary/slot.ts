/** One place in a run: a number that a person sees, and the processes that come and go in it. */
import type { CrashCount } from '../../shared/restartPolicy';
import type { Incarnation } from './incarnation';

/** What a slot is to become when its process, which we end, has ended. */
export type Fate = 'replace' | 'remove' | 'stop';

export interface Slot {
  readonly number: number;
  process?: Incarnation | undefined;
  crashes: CrashCount;
  /** A slot without a fate decides by the restart policy. */
  fate?: Fate | undefined;
  refork?: NodeJS.Timeout | undefined;
}
