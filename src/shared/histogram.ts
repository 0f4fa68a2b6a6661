/**
 * A latency histogram with buckets of a fixed ratio, so that histograms of many workers merge by adding counts and a
 * percentile of the whole is right (percentiles themselves must never be averaged). Eight buckets an octave keep a
 * value within 4.5 % of what was measured; the range runs from 0.05 ms to about a minute.
 */

const LOWEST_MS = 0.05;
const BUCKETS_PER_OCTAVE = 8;

/** How many buckets there are; the last one takes everything longer. */
export const BUCKETS = 168;

/** The bucket of a duration in milliseconds. */
export function bucketOf(ms: number): number {
  if (ms <= LOWEST_MS) return 0;
  const bucket = Math.round(Math.log2(ms / LOWEST_MS) * BUCKETS_PER_OCTAVE);
  return bucket < BUCKETS ? bucket : BUCKETS - 1;
}

/** The duration in milliseconds in the middle of a bucket. */
export function bucketValue(bucket: number): number {
  return LOWEST_MS * 2 ** (bucket / BUCKETS_PER_OCTAVE);
}

/** The filled buckets as `[bucket, count, bucket, count, ...]`, as they travel on the wire. */
export function toPairs(counts: ArrayLike<number>): number[] {
  const pairs: number[] = [];
  for (let bucket = 0; bucket < counts.length; bucket++) {
    const count = counts[bucket] ?? 0;
    if (count > 0) pairs.push(bucket, count);
  }
  return pairs;
}

/** Adds up histograms given as pairs. Buckets out of range are left out. */
export function mergePairs(histograms: Iterable<readonly number[]>): number[] {
  const counts = new Array<number>(BUCKETS).fill(0);
  for (const pairs of histograms) {
    for (let index = 0; index + 1 < pairs.length; index += 2) {
      const bucket = pairs[index] ?? -1;
      if (bucket in counts) counts[bucket] = (counts[bucket] ?? 0) + (pairs[index + 1] ?? 0);
    }
  }
  return toPairs(counts);
}

/** The duration in milliseconds that `share` (0 to 1) of the counted values do not exceed; `undefined` when empty. */
export function percentile(pairs: readonly number[], share: number): number | undefined {
  let total = 0;
  for (let index = 1; index < pairs.length; index += 2) total += pairs[index] ?? 0;
  let rest = Math.max(1, Math.ceil(total * share));
  for (let index = 0; index + 1 < pairs.length; index += 2) {
    rest -= pairs[index + 1] ?? 0;
    if (rest <= 0) return bucketValue(pairs[index] ?? 0);
  }
  return undefined;
}
