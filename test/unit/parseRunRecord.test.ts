import assert from 'node:assert/strict';
import { parseRunRecord } from '../../src/shared/parseRunRecord';
import type { RunRecord } from '../../src/shared/runRecord';
import { pidOfRecordFile, recordFileName, runDirectoryName } from '../../src/shared/runRecord';
import { hostileLines } from '../support/hostileLines';

const RECORD: RunRecord = {
  pid: 800,
  endpoint: '/tmp/node-cluster-1000/800-ab.sock',
  token: 'secret',
  entry: '/app/server.js',
  cwd: '/app',
  startedAt: 1_763_800_000_000,
  protocol: 1,
  workers: [811, 812],
  forkedAt: [1_763_800_000_100, 1_763_800_000_101],
};

const BAD: readonly (readonly [string, object, RegExp])[] = [
  ['a missing field', { token: undefined }, /it\.token must be a text/],
  ['an empty token', { token: '' }, /it\.token/],
  ['a pid of 0, which would mean the whole group', { pid: 0 }, /it\.pid/],
  ['a worker of -1, which would mean everybody', { workers: [-1, 812] }, /it\.workers\[0\]/],
  ['workers without their times', { forkedAt: [] }, /differ in length/],
  ['endless workers', { workers: Array(5000).fill(1), forkedAt: Array(5000).fill(1) }, /at most/],
  ['an endpoint that is a port', { endpoint: '8080' }, /socket or a pipe/],
  ['an endpoint that is a relative path', { endpoint: 'run.sock' }, /socket or a pipe/],
  ['a pipe of another machine', { endpoint: '\\\\server\\pipe\\x' }, /socket or a pipe/],
];

describe('a run record', () => {
  it('is read as it is', () => {
    assert.deepEqual(parseRunRecord(JSON.stringify(RECORD)), { record: RECORD });
  });

  it('may name a pipe of Windows', () => {
    const record = { ...RECORD, endpoint: '\\\\.\\pipe\\node-cluster-800-ab' };

    assert.deepEqual(parseRunRecord(JSON.stringify(record)), { record });
  });

  for (const text of ['', 'garbage', '[]', 'null', '{}', '{"pid":']) {
    it(`is refused where it is ${JSON.stringify(text)}`, () => {
      assert.ok('problem' in parseRunRecord(text));
    });
  }

  for (const [what, change, problem] of BAD) {
    it(`is refused for ${what}`, () => {
      const parsed = parseRunRecord(JSON.stringify({ ...RECORD, ...change }));

      assert.ok('problem' in parsed);
      assert.match(parsed.problem, problem);
    });
  }
});

describe('ten thousand hostile records', () => {
  it('never make the parser throw, and none that passes could lead a signal or a connection astray', () => {
    let passed = 0;

    for (const line of hostileLines([JSON.stringify(RECORD)], 10_000)) {
      const parsed = parseRunRecord(line);
      if ('problem' in parsed) continue;
      passed++;
      const { pid, workers, forkedAt, endpoint } = parsed.record;
      assert.ok(
        [pid, ...workers].every((one) => Number.isSafeInteger(one) && one > 0),
        line,
      );
      assert.equal(workers.length, forkedAt.length, line);
      assert.match(endpoint, /^(\/|\\\\[.?]\\pipe\\)/, line);
    }

    assert.ok(passed > 100, 'harmless changes must pass, or the records test nothing');
  });
});

describe('the names in the run directory', () => {
  it('tell the user apart', () => {
    assert.equal(runDirectoryName(1000), 'node-cluster-1000');
    assert.equal(runDirectoryName('ada'), 'node-cluster-ada');
  });

  it('tell a record and its pid from any other file', () => {
    assert.equal(pidOfRecordFile(recordFileName(812)), 812);
    for (const name of ['812.json.new', '812-ab.sock', '0.json', '-1.json', 'x.json', '1e3.json', '../1.json']) {
      assert.equal(pidOfRecordFile(name), undefined, name);
    }
  });
});
