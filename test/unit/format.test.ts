import assert from 'node:assert/strict';
import {
  address,
  addresses,
  age,
  baseName,
  countdown,
  duration,
  joined,
  memory,
  milliseconds,
  percent,
  rate,
  restarts,
} from '../../src/core/format';
import { untranslated as t } from '../../src/core/translate';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const MEGABYTE = 1024 * 1024;

describe('numbers in a row', () => {
  const cases: readonly (readonly [string, string])[] = [
    [percent(12.4), '12 %'],
    [percent(-3), '0 %'],
    [percent(140), '140 %'],
    [memory(84 * MEGABYTE), '84 MB'],
    [memory(999 * MEGABYTE), '999 MB'],
    [memory(1536 * MEGABYTE), '1.5 GB'],
    [rate(t, 812.4), '812 req/s'],
    [rate(t, 0.4), '0.4 req/s'],
    [rate(t, 0), '0 req/s'],
    [duration(t, -5), '0 s'],
    [duration(t, 59 * SECOND + 999), '59 s'],
    [duration(t, 5 * MINUTE), '5 m'],
    [duration(t, 2 * HOUR + 5 * MINUTE), '2 h 5 m'],
    [duration(t, 76 * HOUR), '3 d 4 h'],
    [age(t, 9 * SECOND), '0 s'],
    [age(t, 39 * SECOND), '30 s'],
    [age(t, 5 * MINUTE), '5 m'],
    [countdown(t, 1), '1 s'],
    [countdown(t, 2100), '3 s'],
    [countdown(t, -1), '0 s'],
    [milliseconds(0.42), '0.4 ms'],
    [milliseconds(12.3), '12 ms'],
    [restarts(t, 1), '1 restart'],
    [restarts(t, 2), '2 restarts'],
  ];

  for (const [shown, wanted] of cases) {
    it(`read ${wanted}`, () => assert.equal(shown, wanted));
  }
});

describe('addresses in a row', () => {
  const cases = [
    [{ port: 3000 }, ':3000'],
    [{ port: 3000, host: '::' }, ':3000'],
    [{ port: 3000, host: '0.0.0.0' }, ':3000'],
    [{ port: 3000, host: '127.0.0.1' }, '127.0.0.1:3000'],
    [{ port: 3000, host: '::1' }, '[::1]:3000'],
    [{ port: 53, udp: true }, 'udp :53'],
    [{ path: '/run/app.sock' }, '/run/app.sock'],
    [{}, ''],
  ] as const;

  for (const [given, wanted] of cases) {
    it(`read ${wanted || 'nothing'} for ${JSON.stringify(given)}`, () => assert.equal(address(given), wanted));
  }

  it('are shown once each', () => {
    assert.deepEqual(addresses([{ port: 1 }, { port: 2 }, { port: 1 }, {}]), [':1', ':2']);
  });
});

describe('names in a row', () => {
  it('are the last part of a path of either kind', () => {
    assert.equal(baseName('/app/server.js'), 'server.js');
    assert.equal(baseName('C:\\app\\server.js'), 'server.js');
    assert.equal(baseName('/app/'), 'app');
    assert.equal(baseName('/'), '/');
  });

  it('are joined without gaps', () => {
    assert.equal(joined(['a', undefined, '', 'b']), 'a · b');
  });
});
