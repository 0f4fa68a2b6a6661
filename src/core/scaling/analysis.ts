/**
 * What a measurement means: how many workers are worth having, what they bring, and why more bring nothing. Differences
 * that the machine's own unrest explains are none. Pure; the sentences are made in `sentences.ts`.
 */
import type { LoadFigures } from '../../shared/loadOrder';
import type { Measurement, ScalingStep } from './measurement';

/** Why more workers bring nothing: the load cannot be higher, the cores are full, the app waits, or none of these. */
export type Limit = 'generator' | 'cores' | 'waiting' | 'shared';

export type Verdict =
  /** Requests fail, so what is left of them says little. */
  | 'failing'
  /** There is one step only. */
  | 'single'
  /** One worker serves as much as more do. */
  | 'flat'
  /** More serve more, up to a number of workers. */
  | 'knee'
  /** Each one that was measured still added. */
  | 'growing'
  /** Equal measurements differ more than whatever workers may bring. */
  | 'unclear';

export interface Finding {
  readonly verdict: Verdict;
  /** How many workers are worth having; where requests fail, with how many they begin to. */
  readonly knee: number;
  /** How many times what one worker serves. */
  readonly gain: number;
  /** What the next worker after the knee changes, as a part of what the knee serves; 0 where it changes nothing. */
  readonly next: number;
  readonly limit?: Limit;
  /** The part of the requests that failed, at worst. */
  readonly failures: number;
  /** Differences up to this part are chance. */
  readonly noise: number;
}

/** No load is steadier than this. */
const LEAST_NOISE = 0.05;

/** Above this, the machine was too busy with other things to say much. */
export const UNSTEADY = 0.2;

/** A worker is worth having that adds at least this part of what the first one serves. */
const WORTH = 0.15;

/** So many failed requests are a result of their own. */
const FAILING = 0.01;

/** From here on the cores are used up, percent: nobody gets all of them. */
const FULL = 85;

/** Below this, the workers' event loops have time to spare, percent. */
const BUSY_LOOP = 70;

/** From here on the load process has no time to spare, percent. It is one process, whatever the app is. */
const BUSY_GENERATOR = 85;

/** The part of all requests that got an error or none. */
export function failureShare({ answers, rejected, failed }: LoadFigures): number {
  const all = answers + failed;
  return all === 0 ? 1 : (rejected + failed) / all;
}

/** Reads a measurement with at least one step. */
export function analyse(measurement: Measurement): Finding | undefined {
  const { steps } = measurement;
  const [first, ...others] = steps;
  if (first === undefined) return undefined;
  const noise = noiseOf(measurement);
  const failures = Math.max(...steps.map(({ load }) => failureShare(load)));
  const base = { gain: 1, next: 0, failures, noise };
  const failing = steps.find(({ load }) => failureShare(load) > FAILING);
  if (failing) return { ...base, verdict: 'failing', knee: failing.workers };
  if (others.length === 0) return { ...base, verdict: 'single', knee: first.workers };
  const knee = kneeOf(steps, noise);
  const after = steps.find(({ workers }) => workers > knee.workers);
  const found = { ...base, knee: knee.workers, gain: knee.load.perSecond / first.load.perSecond };
  if (after === undefined) return { ...found, verdict: 'growing' };
  const next = significant(after.load.perSecond / knee.load.perSecond - 1, noise);
  const limit = limitOf(measurement, after);
  const verdict = knee !== first ? 'knee' : isDrowned(noise, limit) ? 'unclear' : 'flat';
  return { ...found, verdict, next, ...(limit && { limit }) };
}

/** Workers and a load that have time to spare are reason enough for a flat curve, however much it trembles. */
const isDrowned = (noise: number, limit: Limit | undefined): boolean =>
  noise > UNSTEADY && limit !== 'waiting' && limit !== 'generator';

/** Smaller changes are no change. */
const significant = (change: number, noise: number): number => (change < -noise ? change : 0);

/**
 * The first step after which nothing that is worth its workers comes any more. Each further worker has to add a part of
 * what the first one serves, and all of them more than chance does.
 */
function kneeOf(steps: readonly ScalingStep[], noise: number): ScalingStep {
  const one = rateOf(steps[0]);
  const isWorth = (from: ScalingStep, to: ScalingStep): boolean => {
    const gain = rateOf(to) - rateOf(from);
    return gain >= WORTH * one * (to.workers - from.workers) && gain > noise * rateOf(from);
  };
  const isLast = (step: ScalingStep, index: number): boolean =>
    !steps.slice(index + 1).some((later) => isWorth(step, later));
  return steps.find(isLast) ?? (steps.at(-1) as ScalingStep);
}

const rateOf = (step: ScalingStep | undefined): number => step?.load.perSecond ?? 0;

/** How far off a rate may be: by its unrest from second to second, and by the difference of the two looks at one worker. */
function noiseOf({ steps, control }: Measurement): number {
  const errors = [...steps, ...(control ? [control] : [])].map(({ load }) => relativeError(load));
  const one = rateOf(steps[0]);
  const drift = control && one > 0 ? Math.abs(rateOf(control) / one - 1) : 0;
  return Math.min(1, Math.max(LEAST_NOISE, 2 * median(errors), drift));
}

/** The standard error of the mean rate, as a part of it. */
function relativeError({ perSecond, deviation, samples }: LoadFigures): number {
  return perSecond > 0 && samples > 0 ? deviation / Math.sqrt(samples) / perSecond : 0;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** What stands in the way with this many workers; undefined where the workers told nothing. */
function limitOf({ cores }: Measurement, { load, use }: ScalingStep): Limit | undefined {
  if (use === undefined) return undefined;
  if (use.loop < BUSY_LOOP) return load.loop >= BUSY_GENERATOR ? 'generator' : 'waiting';
  const isFull = load.machine >= FULL || load.cpu + use.cpu >= FULL * cores;
  return isFull ? 'cores' : 'shared';
}
