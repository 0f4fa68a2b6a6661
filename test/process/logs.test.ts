/**
 * The workers' output: prefixed line by line, kept beyond a crash, and complete to the last line that was printed.
 */
import assert from 'node:assert/strict';
import type { LogLine } from '../../src/shared/runInfo';
import { type ClusterRun, useRuns } from '../support/clusterRun';
import { flood } from '../support/flood';

async function logOf(run: ClusterRun, slot: number): Promise<readonly LogLine[]> {
  const answer = await (await run.wire()).request({ type: 'log', worker: slot, lines: 100_000 });
  return answer.type === 'result' ? (answer.value as { lines: LogLine[] }).lines : [];
}

describe("the workers' output", () => {
  const start = useRuns();

  for (const leave of ['exit', 'throw']) {
    it(`is complete when a worker prints 5,000 lines right before it leaves by ${leave}`, async () => {
      const run = await start({ app: 'last-words.js', env: { LEAVE: leave }, parameters: { workers: 1 } });
      await run.untilListening(1);

      await run.ask();
      await (await run.wire()).untilWorkers(([worker]) => worker?.restarts === 1 && worker.state === 'listening');

      const lines = (await logOf(run, 1)).map(({ text }) => text);
      const burst = lines.filter((text) => text.startsWith('line '));
      assert.equal(burst.length, 5000);
      assert.equal(burst[4999], 'line 5000 of the burst, long enough to fill a pipe');
      assert.equal(lines.includes('Error: thrown after the burst'), leave === 'throw');
      assert.equal(run.stdout.match(/^#1 \| line \d+ of the burst/gm)?.length, 5000);
    });
  }

  it('is complete when the run ends with its last line', async () => {
    const run = await start({ app: 'burst.js' });

    assert.deepEqual(await run.exited, { code: 0, signal: null });

    assert.equal(run.stdout.match(/^#[12] \| line \d+ of the burst/gm)?.length, 10_000);
  });

  it('holds nobody up when its reader has gone away, as `| head` does', async () => {
    const run = await start({ app: 'burst.js' });
    run.primary.stdout?.destroy();

    assert.deepEqual(await run.exited, { code: 0, signal: null });
  });

  it('is left to the terminal when that is asked for', async () => {
    const run = await start({ app: 'plain.js', parameters: { log: 'inherit' } });
    await run.untilListening(2);

    await run.untilPrinted(/^listening\nlistening$/m);
    const answer = await (await run.wire()).request({ type: 'log', lines: 10 });

    assert.equal(answer.type === 'error' && answer.code, 'notSupported');
  });

  it('does not pile up in the primary when nobody reads it', async () => {
    const run = await start({ app: 'chatty.js', parameters: { workers: 1 } });
    run.primary.stdout?.pause();
    await run.untilListening(1);
    const wire = await run.wire();

    // The worker prints as fast as it can: the terminal stands still, so the worker must too.
    await wire.untilWorkers(([worker]) => worker?.state === 'unresponsive');
    const lines = await logOf(run, 1);

    assert.ok(lines.length <= 20_000, `${lines.length} lines are kept`);
    run.primary.stdout?.resume();
  });

  for (const [reader, reads] of [
    ['all', undefined],
    ['a megabyte of it a second', 1],
    ['nothing', 0],
  ] as const) {
    it(`costs a bounded amount of memory when it floods a terminal that takes ${reader}, and no line is lost`, async () => {
      const { memory, isComplete } = await flood({ rate: 100, seconds: 3, ...(reads !== undefined && { reads }) });

      const [before, highest] = memory;
      // Node 24 lets some 140 megabytes of garbage lie; what piles up would be 350 by now.
      assert.ok(before > 0 && highest - before < 200, `from ${before} to ${highest} megabytes`);
      assert.ok(isComplete, 'a line is missing');
    });
  }

  it('leaves no warning in the terminal when many workers wait for it', async () => {
    const run = await start({ app: 'chatty.js', parameters: { workers: 12 } });
    run.primary.stdout?.pause();
    const wire = await run.wire();

    await wire.untilWorkers((all) => all.length === 12 && all.every(({ state }) => state === 'unresponsive'));
    run.primary.stdout?.resume();
    await run.untilPrinted(/#12 \|/);

    assert.doesNotMatch(run.stderr, /MaxListeners/);
  });
});
