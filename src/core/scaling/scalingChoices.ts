/**
 * What a person chooses for a measurement: path, connections and how many workers at most. Kept for each entry, read
 * from commands of other extensions, and bounded, whoever asks.
 */
import { MAX_CONNECTIONS } from '../../shared/loadOrder';
import { ClusterError } from '../clusterError';
import type { Translate } from '../translate';

export interface ScalingChoices {
  readonly path: string;
  readonly connections: number;
}

export const DEFAULT_CHOICES: ScalingChoices = { path: '/', connections: 50 };

/** More workers than this are not measured: each takes seconds, and curves have bent long before. */
const MAX_STEPS = 16;

/** On a small machine, how many workers are measured all the same: the curve has to bend to show where. */
const LEAST_STEPS = 4;

/** How many workers a measurement goes up to; throws `badWorkers`. */
export function stepCount(t: Translate, asked: unknown, cores: number): number {
  if (asked === undefined) return Math.min(MAX_STEPS, Math.max(LEAST_STEPS, cores));
  if (Number.isInteger(asked) && Number(asked) >= 1 && Number(asked) <= MAX_STEPS) return Number(asked);
  const hint = t('Give a whole number from 1 to {0}.', MAX_STEPS);
  throw new ClusterError('badWorkers', t('Scaling cannot be measured with {0} workers.', String(asked)), hint);
}

/** What is wrong with a typed number of connections; undefined when it is right. */
export function connectionsProblem(t: Translate, text: string): string | undefined {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  return isConnections(value) ? undefined : t('Enter a whole number from 1 to {0}.', MAX_CONNECTIONS);
}

const isConnections = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_CONNECTIONS;

/** Choices of unknown origin, as far as they are some. */
export function readChoices(value: unknown): Partial<ScalingChoices> {
  if (typeof value !== 'object' || value === null) return {};
  const { path, connections } = value as Readonly<Record<string, unknown>>;
  return {
    ...(typeof path === 'string' && path.length <= 2048 && { path }),
    ...(isConnections(connections) && { connections }),
  };
}
