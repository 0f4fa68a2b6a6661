/**
 * Workers that live but are not well: one that uses more memory than it may is replaced without losing a request, one
 * whose loop has not answered for long is killed and forked anew, if that is asked for.
 */
import type { LaunchParameters } from '../../shared/launchParameters';
import type { Incarnation } from './incarnation';

const LOOK_EVERY_MS = 1000;
/** So many beats in a row must be over the limit: a peak that the garbage collector takes away is none. */
const BEATS_OVER_LIMIT = 3;
const MEGABYTE = 1024 * 1024;

export interface HealthOptions {
  readonly limits: Pick<LaunchParameters, 'memoryLimit' | 'unresponsiveTimeout'>;
  readonly processes: () => Iterable<Incarnation>;
  readonly onTooLarge: (process: Incarnation, megabytes: number) => void;
  readonly onStuck: (process: Incarnation) => void;
}

/** Looks once a second, if there is a limit at all. */
export function watchHealth({ limits, processes, onTooLarge, onStuck }: HealthOptions): void {
  if (limits.memoryLimit === 0 && limits.unresponsiveTimeout === 0) return;
  const over = new WeakMap<Incarnation, number>();
  const look = (): void => {
    for (const process of processes()) {
      if (process.asked || process.ended) continue;
      if (isStuck(process, limits.unresponsiveTimeout)) onStuck(process);
      const isOver = limits.memoryLimit > 0 && process.rss > limits.memoryLimit * MEGABYTE;
      const beats = isOver ? (over.get(process) ?? 0) + 1 : 0;
      over.set(process, beats);
      if (beats === BEATS_OVER_LIMIT) onTooLarge(process, Math.round(process.rss / MEGABYTE));
    }
  };
  setInterval(look, LOOK_EVERY_MS).unref();
}

function isStuck({ unresponsive, lastBeat }: Incarnation, timeout: number): boolean {
  return timeout > 0 && unresponsive && lastBeat !== undefined && Date.now() - lastBeat > timeout;
}
