/**
 * What the load process is told and what it answers, one JSON text each way. Bounds are checked at both ends: nobody can
 * have it run for long, with many connections, or against another machine.
 */
import { isLoopbackUrl } from './loopback';
import { integer, number, objectOf, type Shape, text, validate } from './shape';

export interface LoadOrder {
  readonly url: string;
  readonly connections: number;
  /** Seconds of load before the measured ones; what they bring is thrown away. */
  readonly warmUp: number;
  /** Seconds that are measured. */
  readonly seconds: number;
}

export const MAX_CONNECTIONS = 500;
const MAX_SECONDS = 30;

/** What came of some seconds of load. Latencies in milliseconds. */
export interface LoadFigures {
  /** Answers per second, and the standard deviation of that over the seconds. */
  readonly perSecond: number;
  readonly deviation: number;
  /** How many seconds were counted. */
  readonly samples: number;
  readonly p50: number;
  readonly p99: number;
  /** Answers in all, and those among them with a status of 400 or more. */
  readonly answers: number;
  readonly rejected: number;
  /** Requests without an answer: refused, reset, timed out. */
  readonly failed: number;
  /** What the load process itself used, percent of one core, and how busy its event loop was, percent. */
  readonly cpu: number;
  readonly loop: number;
  /** How busy all cores of the machine were, with whatever runs on it, percent. */
  readonly machine: number;
}

export type LoadOutcome =
  | { readonly type: 'figures'; readonly figures: LoadFigures }
  /** One request, before any load, was not answered well. */
  | { readonly type: 'refused'; readonly reason: string };

const loopback: Shape = (value, path) =>
  typeof value === 'string' && isLoopbackUrl(value) ? undefined : { path, want: 'must lead to this machine' };

const ORDER = objectOf<LoadOrder>({
  url: loopback,
  connections: integer({ min: 1, max: MAX_CONNECTIONS }),
  warmUp: number({ min: 0, max: MAX_SECONDS }),
  seconds: number({ min: 1, max: MAX_SECONDS }),
});

const amount = number({ min: 0 });

const FIGURES = objectOf<LoadFigures>({
  perSecond: amount,
  deviation: amount,
  samples: amount,
  p50: amount,
  p99: amount,
  answers: amount,
  rejected: amount,
  failed: amount,
  cpu: amount,
  loop: amount,
  machine: amount,
});

const REFUSED = objectOf<Extract<LoadOutcome, { type: 'refused' }>>({ type: text(), reason: text() });

/** Reads an order; undefined where it is none, asks for too much, or leads away from this machine. */
export function readLoadOrder(given: string): LoadOrder | undefined {
  const value = parse(given);
  return validate(ORDER, value) ? undefined : (value as LoadOrder);
}

/** Reads what the load process answered; undefined where it is no answer. */
export function readLoadOutcome(given: string): LoadOutcome | undefined {
  const value = parse(given) as LoadOutcome | undefined;
  if (value?.type === 'figures') return validate(FIGURES, value.figures) ? undefined : value;
  return value?.type === 'refused' && !validate(REFUSED, value) ? value : undefined;
}

function parse(given: string): unknown {
  try {
    return JSON.parse(given) ?? undefined;
  } catch {
    return undefined;
  }
}
