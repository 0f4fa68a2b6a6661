/**
 * Signals to a run, as a terminal, npm or `node --watch` send them: the first ends the workers gently, whatever comes
 * with it; only who asks again later is impatient.
 */
import assert from 'node:assert/strict';
import { useRuns } from '../support/clusterRun';

describe('a run that is asked to end by signals', () => {
  const start = useRuns();

  it('lets its workers end gracefully where the same wish comes twice at once', async () => {
    const run = await start({ app: 'graceful.js' });
    await run.untilListening(2);

    // Two of a kind may be merged by the system before anybody hears of them; of two kinds either may be heard first.
    run.primary.kill('SIGINT');
    run.primary.kill('SIGTERM');
    const exit = await run.exited;

    assert.deepEqual(exit, { code: 0, signal: null });
    assert.equal(run.stdout.match(/ended well after SIG(?:INT|TERM)/g)?.length, 2);
  });

  it('kills workers that do not end once it is asked again', async () => {
    const run = await start({ app: 'stubborn.js', parameters: { stopTimeout: 3_600_000 } });
    const workers = await run.untilListening(2);

    const impatience = setInterval(() => run.primary.kill('SIGINT'), 100);
    await run.exited;
    clearInterval(impatience);

    for (const { pid } of workers) assert.throws(() => process.kill(pid ?? 0, 0));
  });
});
