import assert from 'node:assert/strict';
import { parseLogResult, parsePrimaryMessage } from '../../src/shared/parsePrimaryMessage';
import type { PrimaryMessage } from '../../src/shared/protocol';
import type { LogLine, WorkerInfo } from '../../src/shared/runInfo';
import { hostileLines } from '../support/hostileLines';
import { emptySlot, errorInfo, exitInfo, NOW, runInfo, sample, snapshot, worker } from '../support/stateBuilders';

const crashed = emptySlot({ state: 'crash looping', lastExit: exitInfo({ error: errorInfo() }) });
const logLine: LogLine = { slot: 1, pid: 811, at: NOW, stream: 'err', text: 'oh' };

const GOOD: readonly PrimaryMessage[] = [
  snapshot({
    workers: [worker({ addresses: [{ port: 3443, tls: true }] }), crashed],
    history: [{ seq: 1, at: NOW, slot: 1, change: 'exited', exit: exitInfo() }],
  }),
  { type: 'worker', seq: 1, at: NOW, change: 'crash looping', worker: crashed },
  {
    type: 'run',
    seq: 2,
    at: NOW,
    run: runInfo({ stopTimeout: 500, notices: [{ code: 'portTaken', message: 'taken', at: NOW }] }),
  },
  { type: 'metrics', samples: [sample()] },
  { type: 'log', lines: [logLine], dropped: 3 },
  { type: 'result', id: 1 },
  { type: 'result', id: 1, value: { lines: [] } },
  { type: 'error', code: 'badToken', message: 'The token is wrong.' },
];

/** What is wrong with a line, and the words that must say so. */
const BAD: readonly (readonly [string, unknown, RegExp])[] = [
  ['nothing at all', null, /unknown type undefined/],
  ['a list', [], /unknown type undefined/],
  ['an unknown type', { type: 'surprise' }, /unknown type "surprise"/],
  ['a name that every object has for its type', { type: 'constructor' }, /unknown type "constructor"/],
  ['a snapshot without a run', { ...snapshot(), run: undefined }, /it\.run must be an object/],
  ['a negative seq', { ...snapshot(), seq: -1 }, /it\.seq must be a whole number/],
  [
    'an unknown state',
    { ...snapshot(), workers: [{ ...worker(), state: 'happy' }] },
    /workers\[0\]\.state must be one of/,
  ],
  ['a slot beyond the limit', { ...snapshot(), workers: [worker({ slot: 2000 })] }, /workers\[0\]\.slot/],
  ['a pid that is a text', { ...snapshot(), run: { ...runInfo(), pid: '8' } }, /it\.run\.pid must be a whole number/],
  ['a sample without numbers', { type: 'metrics', samples: [{ slot: 1 }] }, /samples\[0\]\.pid/],
  ['lines that are no list', { type: 'log', lines: 'x' }, /it\.lines must be a list/],
  ['an answer to nobody', { type: 'result' }, /it\.id must be a whole number/],
  ['an unknown code', { type: 'error', code: 'whatever', message: '' }, /it\.code must be one of/],
];

describe('a line from a primary', () => {
  for (const message of GOOD) {
    it(`is taken as it is: ${message.type}`, () => {
      assert.deepEqual(parsePrimaryMessage(JSON.stringify(message)), { message });
    });
  }

  it('may say more than we know', () => {
    const message = { type: 'result', id: 1, mood: 'good' };

    assert.deepEqual(parsePrimaryMessage(JSON.stringify(message)), { message });
  });

  for (const [what, value, problem] of BAD) {
    it(`is refused for ${what}, in words`, () => {
      const parsed = parsePrimaryMessage(JSON.stringify(value));

      assert.ok('problem' in parsed);
      assert.match(parsed.problem, problem);
    });
  }

  for (const text of ['', '{', '\u0000', 'x'.repeat(1_000_000)]) {
    it(`is refused where it is not JSON: ${JSON.stringify(text.slice(0, 5))}`, () => {
      assert.deepEqual(parsePrimaryMessage(text), { problem: 'a line that is not JSON' });
    });
  }
});

describe('ten thousand hostile lines from a primary', () => {
  it('never make the parser throw, and none passes with a field that is wrong', () => {
    const good = GOOD.map((message) => JSON.stringify(message));
    let passed = 0;

    for (const line of hostileLines(good, 10_000)) {
      const parsed = parsePrimaryMessage(line);
      if ('problem' in parsed) {
        assert.ok(parsed.problem.length < 500, parsed.problem);
        continue;
      }
      passed++;
      for (const { slot, pid, addresses } of workersOf(parsed.message)) {
        assert.ok(Number.isSafeInteger(slot) && slot >= 1 && slot <= 1024, line);
        assert.ok(pid === undefined || (Number.isSafeInteger(pid) && pid >= 1), line);
        assert.ok(Array.isArray(addresses), line);
      }
    }

    assert.ok(passed > 100, 'harmless changes must pass, or the lines test nothing');
  });
});

function workersOf(message: PrimaryMessage): readonly WorkerInfo[] {
  if (message.type === 'snapshot') return message.workers;
  return message.type === 'worker' ? [message.worker] : [];
}

describe('the result of a log request', () => {
  it('is its lines', () => {
    assert.deepEqual(parseLogResult({ lines: [logLine] }), [logLine]);
  });

  for (const value of [undefined, null, {}, { lines: [{ text: 1 }] }]) {
    it(`is nothing where it is ${JSON.stringify(value)}`, () => {
      assert.equal(parseLogResult(value), undefined);
    });
  }
});
