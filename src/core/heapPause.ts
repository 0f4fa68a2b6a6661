/** How long a worker stands still for a snapshot of its heap: an estimate that a person can decide by. */
import { memory } from './format';
import type { Translate } from './translate';

const MEGABYTE = 1024 * 1024;
/** Measured on Node 18 to 26. */
const SECONDS_PER_MEGABYTE = 0.03;

/** Says the size of the heap and the pause; without a size, that there will be one. */
export function heapPause(t: Translate, heapUsed: number | undefined): string {
  if (heapUsed === undefined) return t('for some seconds');
  const seconds = Math.max(1, Math.round((heapUsed / MEGABYTE) * SECONDS_PER_MEGABYTE));
  return t('for about {0} s: its heap holds {1}', seconds, memory(heapUsed));
}
