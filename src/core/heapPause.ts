/** What a snapshot of a worker's heap costs: how long it stands still, and who serves meanwhile. A person decides by it. */
import { memory } from './format';
import type { WorkerTarget } from './runTargets';
import type { Translate } from './translate';

const MEGABYTE = 1024 * 1024;
/** Measured on Node 20 to 26 and two busy cores, with a heap of many small objects: 20 MB took 1.1 to 1.6 s. */
const SECONDS_PER_MEGABYTE = 0.06;

export interface HeapPauseFacts {
  /** Bytes; absent where nobody has measured. */
  readonly heapUsed: number | undefined;
  /** `process.version` of the run. */
  readonly node: string;
}

/** Says how long, and why so long. */
export function heapPause(t: Translate, { heapUsed, node }: HeapPauseFacts): string {
  if (heapUsed === undefined) return t('for some seconds');
  // Node 18 took 6 s for 22 MB, and more than a minute for 62 MB.
  if (/^v18\./.test(node))
    return t('for long: Node 18 may take a minute for 60 MB, and its heap holds {0}', memory(heapUsed));
  const seconds = Math.max(1, Math.round((heapUsed / MEGABYTE) * SECONDS_PER_MEGABYTE));
  return t('for about {0} s: its heap holds {1}', seconds, memory(heapUsed));
}

export interface MeanwhileServed {
  /** Whether the others can take all new connections, so that the worker is to end its requests first. */
  readonly canRest: boolean;
  /** What becomes of requests. */
  readonly sentence: string;
}

/** Says who serves while the worker stands still. */
export function servedMeanwhile(t: Translate, { run, worker }: WorkerTarget): MeanwhileServed {
  if (!run.workers.some((other) => other !== worker && other.state === 'listening'))
    return { canRest: false, sentence: t('No other worker serves meanwhile: requests wait that long.') };
  // With the others, the system deals out the connections, and asks nobody who stands still.
  const { scheduling = 'roundRobin' } = run.info;
  if (scheduling === 'roundRobin')
    return { canRest: true, sentence: t('It ends its requests first; the other workers get the new ones meanwhile.') };
  const sentence = t('The other workers serve meanwhile, but connections that the system still gives this one wait.');
  return { canRest: false, sentence };
}
