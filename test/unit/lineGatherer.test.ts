import assert from 'node:assert/strict';
import { LineGatherer } from '../../src/preload/primary/lineGatherer';
import { linesOf } from '../../src/preload/primary/logBatch';

describe('the gatherer of lines', () => {
  it('puts together what came in pieces, characters of several bytes too', () => {
    const bytes = Buffer.from('grüße\n\nsee 🦜 ok\nlast');
    for (let at = 0; at <= bytes.length; at++) {
      assert.deepEqual(gathered(bytes.subarray(0, at), bytes.subarray(at)), ['grüße', '', 'see 🦜 ok', 'last']);
    }
  });

  it('takes the carriage return of an end of line away, and no other', () => {
    const bytes = Buffer.from('a\r\nb\rc\r\n\r\nd\r\n');
    for (let at = 0; at <= bytes.length; at++) {
      assert.deepEqual(gathered(bytes.subarray(0, at), bytes.subarray(at)), ['a', 'b\rc', '', 'd']);
    }
  });

  it('cuts a line that has no end, but no character', () => {
    const text = '🦜'.repeat(40_000);
    const bytes = Buffer.from(text);
    for (const size of [1001, 65_534]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );

      const lines = gathered(...pieces);

      assert.ok(lines.length >= 2, `${lines.length} lines`);
      assert.equal(lines.join(''), text);
    }
  });
});

function gathered(...chunks: readonly Buffer[]): string[] {
  const gatherer = new LineGatherer();
  const batches = [...chunks.map((chunk) => gatherer.push(chunk)), gatherer.end()];
  return batches.flatMap((bytes) => (bytes === undefined ? [] : linesOf({ bytes })));
}
