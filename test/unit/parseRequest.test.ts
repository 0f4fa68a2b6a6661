import assert from 'node:assert/strict';
import { parseHello, parseRequest } from '../../src/shared/parseRequest';

/** A generator of the same "random" numbers each time, from 0 to 1. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const GOOD = '{"type":"kill","id":7,"worker":2,"signal":"SIGTERM"}';

/** Hostile lines: a good one with bytes changed, doubled, cut, and values swapped for nonsense. */
function* hostileLines(count: number): Iterable<string> {
  const random = seeded(42);
  const values = ['null', '-1', '1e999', '"__proto__"', '[]', '{}', 'true', '""', '"\\u0000"', '99999999999999999999'];
  const pick = (limit: number): number => Math.floor(random() * limit);
  for (let index = 0; index < count; index++) {
    const at = pick(GOOD.length);
    const value = values[pick(values.length)] ?? '';
    yield [
      () => GOOD.slice(0, at) + String.fromCharCode(pick(0xffff)) + GOOD.slice(at + 1),
      () => GOOD.slice(0, at),
      () => GOOD.slice(at) + GOOD,
      () => GOOD.replace(/:(?:"[^"]*"|\d+)/g, (part) => (random() < 0.5 ? `:${value}` : part)),
      () => '['.repeat(at * 50),
    ][pick(5)]?.() ?? '';
  }
}

describe('a line from a client', () => {
  it('is taken when it is a known request with the right fields', () => {
    assert.deepEqual(parseRequest(GOOD), { value: JSON.parse(GOOD) });
    assert.deepEqual(parseRequest('{"type":"restart","id":1}'), { value: { type: 'restart', id: 1 } });
  });

  it('never throws and never passes with a wrong field, whatever ten thousand hostile lines say', () => {
    for (const line of hostileLines(10_000)) {
      const parsed = parseRequest(line);
      assert.ok('value' in parsed || typeof parsed.code === 'string');
      if (!('value' in parsed) || parsed.value.type !== 'kill') continue;
      assert.ok(Number.isInteger(parsed.value.worker) && parsed.value.worker >= 1, line);
      assert.match(parsed.value.signal, /^SIG(TERM|KILL|INT|HUP|USR2)$/, line);
    }
  });

  for (const type of ['__proto__', 'constructor', 'hasOwnProperty', 'toString', '']) {
    it(`of the type ${JSON.stringify(type)} is no request`, () => {
      const parsed = parseRequest(JSON.stringify({ type, id: 1 }));
      assert.equal('code' in parsed && parsed.code, 'unknownRequest');
    });
  }

  it('is a hello only with a protocol and a token', () => {
    assert.ok('value' in parseHello('{"type":"hello","protocol":1,"token":"x"}'));
    for (const line of ['{}', '{"type":"hello"}', '{"type":"hello","protocol":"1","token":"x"}', '[]', '"hello"']) {
      assert.ok('code' in parseHello(line), line);
    }
  });
});
