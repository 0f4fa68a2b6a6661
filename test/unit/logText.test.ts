import assert from 'node:assert/strict';
import { logText, unseenLines } from '../../src/core/logText';
import type { LogLine } from '../../src/shared/runInfo';

const line = (text: string, given: Partial<LogLine> = {}): LogLine => ({
  slot: 3,
  pid: 1,
  at: 1,
  stream: 'out',
  text,
  ...given,
});

describe('a line of output', () => {
  it('names its worker among several, and not when it is alone', () => {
    assert.equal(logText(line('hello'), 'all'), '#3 | hello');
    assert.equal(logText(line('hello'), 'one'), 'hello');
  });

  for (const raw of [
    '\u001b[31mred\u001b[0m',
    '\u001b[38;5;12mred\u001b[39m',
    'red\r',
    '\u001b[2Kred',
    '\u001b]8;;http://x\u001b\\red\u001b]8;;\u0007',
  ]) {
    it(`shows ${JSON.stringify(raw)} without what only a terminal understands`, () => {
      assert.equal(logText(line(raw), 'one'), 'red');
    });
  }
});

describe('lines that were fetched and streamed', () => {
  it('show once', () => {
    const [a, b, c] = [line('a'), line('b', { at: 2 }), line('c', { at: 3 })];

    assert.deepEqual(unseenLines([a, b], [b, c]), [c]);
  });

  it('show as often as they were printed', () => {
    const same = line('tick');

    assert.deepEqual(unseenLines([same], [same, same]), [same]);
  });
});
