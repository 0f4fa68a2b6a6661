/** What is decided about looks into workers: which frame to go to, how long a snapshot takes, which files make room. */
import assert from 'node:assert/strict';
import { captureFileName, staleCaptures } from '../../src/core/captures';
import { heapPause, servedMeanwhile } from '../../src/core/heapPause';
import { placeToLookAt, type StackFrame, withoutProbe } from '../../src/core/stackFrame';
import { untranslated as t } from '../../src/core/translate';
import { runInfo, runState, worker } from '../support/stateBuilders';

const frame = (file?: string, script = file ?? 'node:timers'): StackFrame => ({
  name: 'f',
  script,
  ...(file === undefined ? {} : { file }),
  line: 1,
  column: 1,
});

describe('the frame to go to', () => {
  it('is the innermost of the app, not that of Node or a package', () => {
    const app = frame('/app/server.js');
    const frames = [frame(), frame('/app/node_modules/lib/index.js'), app, frame('/app/main.js')];

    assert.equal(placeToLookAt(frames), app);
  });

  it("is a package's where only that runs, and none where only Node does", () => {
    const lib = frame('C:\\app\\node_modules\\lib\\index.js');

    assert.deepEqual([placeToLookAt([frame(), lib]), placeToLookAt([frame()])], [lib, undefined]);
  });

  it('is never ours', () => {
    assert.deepEqual(withoutProbe([frame('/x/probe.cjs', 'file:///x/probe.cjs')]), []);
  });
});

describe('the pause of a heap snapshot', () => {
  const MEGABYTE = 1024 * 1024;
  for (const [heapUsed, node, pattern] of [
    [5 * MEGABYTE, 'v20.20.2', /^for about 1 s: its heap holds 5 MB$/],
    [500 * MEGABYTE, 'v24.21.0', /^for about 30 s/],
    [60 * MEGABYTE, 'v18.20.8', /Node 18 may take a minute/],
    [undefined, 'v20.20.2', /^for some seconds$/],
  ] as const) {
    it(`is told for ${heapUsed} bytes on ${node}`, () => assert.match(heapPause(t, { heapUsed, node }), pattern));
  }
});

describe('who serves while a worker stands still', () => {
  const [own, other] = [worker({ slot: 1, state: 'listening' }), worker({ slot: 2, state: 'listening' })];

  for (const [name, others, info, expected] of [
    ['are the others, with all that is new, where connections are handed out', [other], {}, [true, /the new ones/]],
    ['are the others as far as the system lets them', [other], { scheduling: 'reusePort' }, [false, /system still/]],
    ['is nobody where no other listens', [{ ...other, state: 'online' }], {}, [false, /No other worker/]],
  ] as const) {
    it(name, () => {
      const run = runState({ info: runInfo(info), workers: [own, ...others] });

      const { canRest, sentence } = servedMeanwhile(t, { run, worker: own });

      assert.equal(canRest, expected[0]);
      assert.match(sentence, expected[1]);
    });
  }
});

describe('the files of captures', () => {
  it('sort by their time', () => {
    const name = captureFileName({ entry: '/app/server.ts', slot: 2, extension: 'cpuprofile' }, 0);

    assert.equal(name, '1970-01-01T00-00-00 server worker 2.cpuprofile');
  });

  it('make room when there are five of a kind, the oldest first', () => {
    const files = [6, 5, 4, 3, 2, 1].map((day) => `2026-11-0${day} a.cpuprofile`).concat('2026-01-01 a.heapsnapshot');

    assert.deepEqual(staleCaptures(files, 'cpuprofile'), ['2026-11-01 a.cpuprofile', '2026-11-02 a.cpuprofile']);
    assert.deepEqual(staleCaptures(files, 'heapsnapshot'), []);
  });
});
