/**
 * What is recorded of a worker: a CPU profile with the busy function on top, at its line in the source, and a snapshot of
 * its heap with what the app keeps. Both are whole files that V8's viewers read, and nothing is left of one that was cancelled.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ClusterError } from '../../src/core/clusterError';
import { insightInto, useBlockableRuns } from '../support/blockedWorker';
import { APPS, TSX } from '../support/clusterRun';

interface Node {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
}

/** The function that most samples of a profile were in; `(program)` is what the machine did with others meanwhile. */
function busiest(text: string): Node['callFrame'] {
  const { nodes, samples } = JSON.parse(text) as { nodes: Node[]; samples: number[] };
  const counts = new Map<number, number>();
  for (const id of samples) counts.set(id, (counts.get(id) ?? 0) + 1);
  const isCode = ({ callFrame }: Node): boolean => !callFrame.functionName.startsWith('(');
  const [node] = nodes.filter(isCode).sort((a, b) => (counts.get(b.id) ?? 0) - (counts.get(a.id) ?? 0));
  if (!node) throw new Error('no samples');
  return node.callFrame;
}

interface HeapSnapshot {
  readonly snapshot: {
    readonly meta: { readonly node_fields: string[]; readonly node_types: [string[]] };
    readonly node_count: number;
  };
  readonly nodes: number[];
  readonly strings: string[];
}

/** How many objects of a class are in a snapshot. */
function countObjects(text: string, name: string): number {
  const { snapshot, nodes, strings } = JSON.parse(text) as HeapSnapshot;
  const { node_fields: fields, node_types: types } = snapshot.meta;
  assert.equal(nodes.length, snapshot.node_count * fields.length);
  const object = types[0].indexOf('object');
  let count = 0;
  for (let at = 0; at < nodes.length; at += fields.length) {
    const isObject = nodes[at + fields.indexOf('type')] === object;
    if (isObject && strings[nodes[at + fields.indexOf('name')] ?? -1] === name) count++;
  }
  return count;
}

describe('what is recorded of a worker', function () {
  this.timeout(30_000);
  const { start, block, release } = useBlockableRuns();
  const never = new AbortController().signal;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'nc-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const [app, nodeArgs] of [
    ['stuck.js', []],
    ['stuck.ts', ['--import', TSX]],
  ] as const) {
    it(`is a CPU profile with the busy function of ${app} on top, at its line`, async () => {
      const run = await start({ app, nodeArgs });
      const workers = await run.untilListening(2);
      const pid = Number(await run.ask('/busy'));
      const slot = workers.find((worker) => worker.pid === pid)?.slot ?? 0;

      const text = await (await insightInto(run)).recordProfile({ runId: '', slot }, { seconds: 1, signal: never });
      const served = await run.untilAnswered(2);
      release();

      const { functionName, url, lineNumber } = busiest(text ?? '');
      const file = path.join(APPS, app);
      const line = readFileSync(file, 'utf8').split('\n')[lineNumber];
      assert.deepEqual([functionName, url], ['orderTotal', pathToFileURL(file).href]);
      assert.match(line ?? '', /^function orderTotal/);
      assert.ok(served.includes(pid));
    });
  }

  it('is a CPU profile of a worker whose loop is blocked, too', async () => {
    const run = await start();
    await run.untilListening(2);
    const { slot } = await block(run, '/stuck');

    const text = await (await insightInto(run)).recordProfile({ runId: '', slot }, { seconds: 1, signal: never });
    release();

    // V8 does not tell apart what it had inlined before.
    assert.match(busiest(text ?? '').functionName, /^(spinUntilReleased|handleOrder)$/);
  });

  it('is no CPU profile when that was cancelled, and the worker is as before', async () => {
    const run = await start();
    await run.untilListening(2);
    const cancel = new AbortController();
    const profile = (await insightInto(run)).recordProfile(
      { runId: '', slot: 1 },
      { seconds: 300, signal: cancel.signal },
    );

    cancel.abort();

    assert.equal(await profile, undefined);
    assert.equal((await run.untilAnswered(2)).length, 2);
  });

  it('is a snapshot of the heap with what the app keeps', async () => {
    const run = await start({ env: { KEPT_ORDERS: '1234' } });
    await run.untilListening(2);
    const file = path.join(folder, 'it.heapsnapshot');
    const seen: number[] = [];
    const onProgress = ({ walked }: { readonly walked: number }): void => void seen.push(walked);

    const isWhole = await (await insightInto(run)).writeHeapSnapshot(
      { runId: '', slot: 1 },
      { file, rest: true, signal: never, onProgress },
    );

    assert.equal(isWhole, true);
    assert.equal(countObjects(readFileSync(file, 'utf8'), 'KeptOrder'), 1234);
    assert.deepEqual([Math.max(...seen), seen.every((walked) => walked >= 0)], [1, true]);
    assert.equal((await run.untilAnswered(2)).length, 2);
  });

  it('leaves no file of a snapshot that was cancelled', async () => {
    const run = await start({ env: { KEPT_ORDERS: '50000' } });
    await run.untilListening(2);
    const file = path.join(folder, 'it.heapsnapshot');
    const cancel = new AbortController();
    const onProgress = (): void => cancel.abort();

    const isWhole = await (await insightInto(run)).writeHeapSnapshot(
      { runId: '', slot: 1 },
      { file, rest: false, signal: cancel.signal, onProgress },
    );

    assert.deepEqual([isWhole, existsSync(file)], [false, false]);
    assert.equal((await run.untilAnswered(2)).length, 2);
  });

  it('breaks off with a word when the worker ends meanwhile', async () => {
    const run = await start();
    const [first] = await run.untilListening(2);
    const profile = (await insightInto(run)).recordProfile({ runId: '', slot: 1 }, { seconds: 300, signal: never });
    const failed = assert.rejects(profile, ({ code }: ClusterError) => code === 'lookFailed' || code === 'refused');

    process.kill(first?.pid ?? 0, 'SIGKILL');

    await failed;
  });
});
