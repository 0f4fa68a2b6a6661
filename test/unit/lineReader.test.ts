import assert from 'node:assert/strict';
import { LineReader } from '../../src/host/lineReader';

function readerOf(limit: number): { reader: LineReader; lines: string[]; tooLong: () => number } {
  const lines: string[] = [];
  let tooLong = 0;
  const onTooLong = (): void => {
    tooLong += 1;
  };
  const reader = new LineReader({ limit, onLine: (line) => lines.push(line), onTooLong });
  return { reader, lines, tooLong: () => tooLong };
}

describe('the line reader', () => {
  it('gives whole lines however they were cut', () => {
    const { reader, lines } = readerOf(100);

    for (const chunk of ['on', 'e\ntwo\nth', 'ree', '\n', 'rest']) reader.push(Buffer.from(chunk));

    assert.deepEqual(lines, ['one', 'two', 'three']);
  });

  it('puts a character together that came in two pieces', () => {
    const { reader, lines } = readerOf(100);
    const bytes = Buffer.from('grün\n');

    reader.push(bytes.subarray(0, 3));
    reader.push(bytes.subarray(3));

    assert.deepEqual(lines, ['grün']);
  });

  it('skips empty lines', () => {
    const { reader, lines } = readerOf(100);

    reader.push(Buffer.from('\n\na\n\n'));

    assert.deepEqual(lines, ['a']);
  });

  it('takes a line of the limit, and of a longer one nothing, nor what follows it', () => {
    const { reader, lines, tooLong } = readerOf(4);

    for (const chunk of ['1234\n12', '345\nx\n', 'y\n']) reader.push(Buffer.from(chunk));

    assert.deepEqual(lines, ['1234']);
    assert.equal(tooLong(), 1);
  });

  it('stops in the middle of a chunk when it is closed', () => {
    const lines: string[] = [];
    const reader: LineReader = new LineReader({
      limit: 100,
      onLine: (line) => {
        lines.push(line);
        reader.close();
      },
      onTooLong: () => assert.fail('no line is too long'),
    });

    reader.push(Buffer.from('a\nb\n'));

    assert.deepEqual(lines, ['a']);
  });
});
