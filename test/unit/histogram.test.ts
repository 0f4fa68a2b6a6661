import assert from 'node:assert/strict';
import { BUCKETS, bucketOf, bucketValue, mergePairs, percentile, toPairs } from '../../src/shared/histogram';

/** The pairs of a list of durations. */
function pairsOf(durations: readonly number[]): number[] {
  const counts = new Array<number>(BUCKETS).fill(0);
  for (const ms of durations) counts[bucketOf(ms)] = (counts[bucketOf(ms)] ?? 0) + 1;
  return toPairs(counts);
}

describe('a latency histogram', () => {
  it('keeps each duration within 4.5 % from 0.05 ms to a minute', () => {
    for (let ms = 0.05; ms < 60_000; ms *= 1.07) {
      assert.ok(Math.abs(bucketValue(bucketOf(ms)) / ms - 1) < 0.045, `${ms} ms`);
    }
  });

  it('takes what is out of range into its first and last bucket', () => {
    assert.equal(bucketOf(0), 0);
    assert.equal(bucketOf(1e9), BUCKETS - 1);
  });

  it('merges to the percentiles of all values together, which no average of percentiles is', () => {
    const fast = pairsOf(new Array(99).fill(1));
    const slow = pairsOf([100, 100, 100]);

    const all = mergePairs([fast, slow]);

    assert.ok(Math.abs((percentile(all, 0.5) ?? 0) - 1) < 0.05);
    assert.ok(Math.abs((percentile(all, 0.99) ?? 0) - 100) < 5);
  });

  it('has no percentile while it is empty, and ignores buckets that there are not', () => {
    assert.equal(percentile([], 0.5), undefined);
    assert.deepEqual(mergePairs([[-1, 5, BUCKETS, 5, 1.5, 5]]), []);
  });
});
