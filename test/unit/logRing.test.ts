import assert from 'node:assert/strict';
import type { LogBatch } from '../../src/preload/primary/logBatch';
import { LogRing, latestLines } from '../../src/preload/primary/logRing';

describe('the ring of a slot', () => {
  it('keeps the latest ten thousand lines', () => {
    const ring = new LogRing();
    for (let at = 0; at < 300; at++) ring.add(batch({ at, lines: lines(100, String(at)) }));

    assert.equal(latestLines([ring], 100_000).length, 10_000);
    assert.equal(latestLines([ring], 1)[0]?.text, '299-99');
  });

  it('keeps a megabyte of long lines', () => {
    const ring = new LogRing();
    for (let at = 0; at < 50; at++) ring.add(batch({ at, lines: ['x'.repeat(60_000)] }));

    assert.equal(latestLines([ring], 100).length, 17);
  });

  it('answers the latest lines of several slots in the order of their time', () => {
    const [first, second] = [new LogRing(), new LogRing()];
    first.add(batch({ at: 1, lines: ['a', 'b'] }));
    second.add(batch({ at: 2, lines: ['grün'] }));
    first.add(batch({ at: 3, lines: ['d'] }));

    assert.deepEqual(
      latestLines([first, second], 3).map(({ text }) => text),
      ['b', 'grün', 'd'],
    );
  });

  it('ends with what one process wrote to stderr, forty lines of it', () => {
    const ring = new LogRing();
    ring.add(batch({ stream: 'err', lines: lines(50, 'mine') }));
    ring.add(batch({ stream: 'out', lines: ['not an error'] }));
    ring.add(batch({ stream: 'err', pid: 8, lines: ['of another'] }));

    const tail = ring.tail(7).split('\n');

    assert.deepEqual([tail.length, tail[0], tail.at(-1)], [40, 'mine-10', 'mine-49']);
    assert.equal(ring.tail(9), '');
  });
});

function lines(count: number, name: string): string[] {
  return Array.from({ length: count }, (_, index) => `${name}-${index}`);
}

function batch({ lines, ...rest }: Partial<LogBatch> & { readonly lines: readonly string[] }): LogBatch {
  const bytes = Buffer.from(lines.join('\n')).toString('latin1');
  return { slot: 1, pid: 7, at: 0, stream: 'out', bytes, count: lines.length, ...rest };
}
