/** Verifies what the benchmark makes of its rounds: medians, ratios within a round, the order of the turns. */
import assert from 'node:assert/strict';
import { medianOf, type Round, summarize, turnsOf } from '../bench/rounds';

const rounds: readonly Round[] = [
  { minimal: { cpu: 10 }, nodeCluster: { cpu: 11 } },
  { minimal: { cpu: 40 }, nodeCluster: { cpu: 40 } },
  { minimal: { cpu: 20 }, nodeCluster: { cpu: 25 } },
];

describe('the rounds of the benchmark', () => {
  it('have a median and a range', () => {
    const summary = summarize(rounds, 'nodeCluster', 'cpu');

    assert.deepEqual([summary?.median, summary?.lowest, summary?.highest, summary?.rounds], [25, 11, 40, 3]);
  });

  it('compare runners within a round, not over all of them', () => {
    const summary = summarize(rounds, 'nodeCluster', 'cpu');

    assert.equal(summary?.ratio, 1.1);
    assert.equal(summary?.difference, 1);
  });

  it('leave out a round in which a runner has no such figure', () => {
    const some: readonly Round[] = [...rounds, { minimal: { cpu: 1 } }, { nodeCluster: { cpu: Number.NaN } }];

    assert.equal(summarize(some, 'nodeCluster', 'cpu')?.rounds, 3);
    assert.equal(summarize(some, 'nodeCluster', 'cpu')?.ratio, 1.1);
    assert.equal(summarize(some, 'pm2', 'cpu'), undefined);
  });

  it('give no ratio to nothing, but a difference', () => {
    const hung: readonly Round[] = [{ minimal: { hung: 0 }, pm2: { hung: 12 } }];

    assert.equal(summarize(hung, 'pm2', 'hung')?.ratio, undefined);
    assert.equal(summarize(hung, 'pm2', 'hung')?.difference, 12);
  });

  it('take the mean of the two in the middle of an even number', () => {
    assert.equal(medianOf([4, 1, 3, 2]), 2.5);
    assert.equal(medianOf([10, 9, 100]), 10);
    assert.throws(() => medianOf([]), RangeError);
  });

  it('begin with another runner each time', () => {
    const orders = [0, 1, 2, 3].map((round) => turnsOf(['a', 'b', 'c'], round).join(''));

    assert.deepEqual(orders, ['abc', 'bca', 'cab', 'abc']);
  });
});
