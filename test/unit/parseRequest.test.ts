import assert from 'node:assert/strict';
import { parseHello, parseRequest } from '../../src/shared/parseRequest';
import { hostileLines } from '../support/hostileLines';

const GOOD = '{"type":"kill","id":7,"worker":2,"signal":"SIGTERM"}';

describe('a line from a client', () => {
  it('is taken when it is a known request with the right fields', () => {
    assert.deepEqual(parseRequest(GOOD), { value: JSON.parse(GOOD) });
    assert.deepEqual(parseRequest('{"type":"restart","id":1}'), { value: { type: 'restart', id: 1 } });
  });

  it('never throws and never passes with a wrong field, whatever ten thousand hostile lines say', () => {
    for (const line of hostileLines([GOOD], 10_000)) {
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
