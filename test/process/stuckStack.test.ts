/**
 * Where a blocked worker stands: the function and the line in the source that its person wrote, while it is blocked; and
 * a plain answer where that cannot be read. The worker goes on afterwards.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { ClusterError } from '../../src/core/clusterError';
import { placeToLookAt } from '../../src/core/stackFrame';
import { insightInto, useBlockableRuns } from '../support/blockedWorker';
import { APPS, type ClusterRun, TSX } from '../support/clusterRun';

/** The line of a fixture that spins, from 1. */
function spinningLine(app: string): number {
  const lines = readFileSync(path.join(APPS, app), 'utf8').split('\n');
  return lines.findIndex((line) => line.includes('for (let turn')) + 1;
}

async function failure(work: Promise<unknown>): Promise<ClusterError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ClusterError) return error;
  throw new Error(`no error of ours: ${error}`);
}

describe('where a worker is stuck', function () {
  this.timeout(20_000);
  const { start, block, release } = useBlockableRuns();
  let folder: string;
  before(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'nc-')));
    buildSync({
      entryPoints: [path.join(APPS, 'stuck.ts')],
      outfile: path.join(folder, 'stuck.js'),
      sourcemap: true,
      bundle: true,
      platform: 'node',
      logLevel: 'silent',
    });
  });
  after(() => rmSync(folder, { recursive: true }));

  const read = async (run: ClusterRun) => {
    const { slot, pid } = await block(run, '/stuck');
    const frames = await (await insightInto(run)).readStack({ runId: '', slot });
    release();
    return { frames, place: placeToLookAt(frames), serves: (await run.untilAnswered(2)).includes(pid ?? 0) };
  };

  it('is the line in JavaScript, with who called it; the worker serves again when its loop ends', async () => {
    const run = await start();
    await run.untilListening(2);

    const { frames, place, serves } = await read(run);

    const names = frames.map(({ name }) => name);
    assert.deepEqual(names.slice(names.indexOf('spinUntilReleased')).slice(0, 2), ['spinUntilReleased', 'handleOrder']);
    assert.deepEqual([place?.file, place?.line], [path.join(APPS, 'stuck.js'), spinningLine('stuck.js')]);
    assert.ok(serves);
  });

  it('is the line in TypeScript, by the map that a loader keeps to itself', async () => {
    const run = await start({ app: 'stuck.ts', nodeArgs: ['--import', TSX] });
    await run.untilListening(2);

    const { place, serves } = await read(run);

    assert.deepEqual([place?.file, place?.line], [path.join(APPS, 'stuck.ts'), spinningLine('stuck.ts')]);
    assert.ok(serves);
  });

  it('is the line in TypeScript, by the map beside what was compiled', async () => {
    const run = await start({ app: path.join(folder, 'stuck.js') });
    await run.untilListening(2);

    const { place } = await read(run);

    assert.deepEqual([place?.file, place?.line], [path.join(APPS, 'stuck.ts'), spinningLine('stuck.ts')]);
  });

  it('cannot be read inside a synchronous call, which is said', async () => {
    const run = await start();
    await run.untilListening(2);
    const { slot } = await block(run, '/native');

    const error = await failure((await insightInto(run)).readStack({ runId: '', slot }));
    release();
    await (await run.wire()).untilWorkers((all) => all.every(({ state }) => state === 'listening'));

    assert.equal(error.code, 'notInterruptible');
    if (process.platform !== 'win32') assert.match(error.message, /waits inside a synchronous call/);
  });

  it('cannot be read while the process is stopped, which is said', async function () {
    if (process.platform === 'win32') this.skip();
    const run = await start();
    const [first] = await run.untilListening(2);
    process.kill(first?.pid ?? 0, 'SIGSTOP');
    await (await run.wire()).untilWorkers((all) => all[0]?.state === 'unresponsive');

    const error = await failure((await insightInto(run)).readStack({ runId: '', slot: 1 }));
    process.kill(first?.pid ?? 0, 'SIGCONT');
    await (await run.wire()).untilWorkers((all) => all[0]?.state === 'listening');

    assert.equal(error.code, 'notInterruptible');
    assert.match(error.message, /is stopped/);
  });
});
