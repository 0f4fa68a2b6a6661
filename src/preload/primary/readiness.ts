/**
 * When a new process counts as ready: a server when it listens. No sign tells that an app has no server, so such an app
 * counts as ready by the time that it has lived; and nothing but a server can stand in for one that has listened.
 */
import { type ExitInfo, READY_WITHIN_MS } from '../../shared/runInfo';

/** How long a process has to live in the place of one that did without a server, milliseconds. */
const SETTLED_MS = 3000;

/** What is known of the app when a process of it is new. */
export interface Precedent {
  /** Whether a process in this place has listened. */
  readonly serves: boolean;
  /** Whether it is one of the first of its run: a build, perhaps, or a server that is slow to start. */
  readonly isFirst: boolean;
}

/** How long a process may live without a server until it counts as ready, milliseconds; for ever in a server's place. */
export function timeWithoutServer({ serves, isFirst }: Precedent): number {
  if (serves) return Number.POSITIVE_INFINITY;
  return isFirst ? READY_WITHIN_MS : SETTLED_MS;
}

/** The handlers of a candidate, and what they lead to. */
export interface Readiness {
  readonly onReady: () => void;
  readonly onExit: (exit: ExitInfo) => void;
  /** `true` when it is ready, how it ended when it is not, nothing when it took too long. */
  readonly settled: Promise<true | ExitInfo | undefined>;
}

/** Watches a candidate: whatever comes first, its readiness, its end, or the time limit, which waits while it `isHeld`. */
export function awaitReadiness(isHeld: () => boolean): Readiness {
  let settle = (_result: true | ExitInfo | undefined): void => {};
  const settled = new Promise<true | ExitInfo | undefined>((resolve) => {
    settle = resolve;
  });
  const look = (): void => {
    if (isHeld()) timer = setTimeout(look, READY_WITHIN_MS);
    else settle(undefined);
  };
  let timer = setTimeout(look, READY_WITHIN_MS);
  void settled.then(() => clearTimeout(timer));
  return { settled, onReady: () => settle(true), onExit: (exit) => settle(exit) };
}
