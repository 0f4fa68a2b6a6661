import assert from 'node:assert/strict';
import { latestThatFit } from '../../src/preload/primary/logAnswer';
import { MAX_MESSAGE_BYTES } from '../../src/shared/protocol';
import type { LogLine } from '../../src/shared/runInfo';

const line = (text: string): LogLine => ({ slot: 1, pid: 4_194_304, at: Date.now(), stream: 'out', text });

describe('the answer with the latest lines of a log', () => {
  it('has all of them where they fit', () => {
    const lines = [line('a'), line('b')];

    assert.deepEqual(latestThatFit(lines), lines);
  });

  it('leaves out the oldest where they do not', () => {
    const lines = ['first', 'second', 'third'].map(line);

    assert.deepEqual(
      latestThatFit(lines, 250).map(({ text }) => text),
      ['second', 'third'],
    );
  });

  for (const [what, character] of [
    ['plain letters', 'x'],
    ['control characters, which are written as six', '\u0001'],
    ['quotes and backslashes', '\\'],
    ['an emoji', '🧭'],
    ['letters of three bytes', '語'],
  ] as const) {
    it(`is never longer than a client reads, of ${what}`, () => {
      const lines = Array.from({ length: 500 }, () => line(character.repeat(64 * 1024)));

      const answer = JSON.stringify({ type: 'result', id: 1, value: { lines: latestThatFit(lines) } });

      assert.ok(Buffer.byteLength(answer) < MAX_MESSAGE_BYTES);
      assert.ok(answer.length > 1024 * 1024);
    });
  }
});
