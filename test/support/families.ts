/** What the fixture `with-children.js` has started: asked from it, and ended after the test if it still lives. */
import { isAlive } from './exampleApp';
import { eventually } from './vscode/eventually';

export interface Family {
  readonly worker: number;
  /** Its child and its grandchild, which swallow SIGTERM. */
  readonly left: readonly number[];
  readonly detached: number;
}

/** Something that hands a request on to the worker. */
interface Askable {
  ask(url?: string): Promise<string>;
}

/** Answers a run's only worker and what it has started; that is ended after the test. */
export function useFamilies(): (run: Askable, url?: string) => Promise<Family> {
  const pids: number[] = [];
  afterEach(() => {
    for (const pid of pids.splice(0)) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  });
  return async (run, url) => {
    const family = JSON.parse(await run.ask(url)) as Family;
    pids.push(...family.left, family.detached);
    return family;
  };
}

/** Resolves when none of the processes lives. */
export const areGone = (pids: readonly number[]): Promise<true> =>
  eventually('the processes to be gone', () => !pids.some(isAlive) || undefined, { interval: 20 });
