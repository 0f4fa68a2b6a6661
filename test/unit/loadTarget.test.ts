/** Where load may go: to the run's own address on this machine, in whatever words it is asked to go elsewhere. */
import assert from 'node:assert/strict';
import { ClusterError } from '../../src/core/clusterError';
import { loadTarget, pathProblem } from '../../src/core/scaling/loadTarget';
import { untranslated as t } from '../../src/core/translate';
import { readLoadOrder, readLoadOutcome } from '../../src/shared/loadOrder';
import { isLoopbackUrl } from '../../src/shared/loopback';
import type { ListeningAddress } from '../../src/shared/runInfo';
import { loadFigures } from '../support/scalingBuilders';
import { worker } from '../support/stateBuilders';

const at = (...addresses: ListeningAddress[]) => [worker({ addresses })];
const target = (typed: string, addresses: ListeningAddress = { port: 3000 }): string =>
  loadTarget(t, at(addresses), typed);
const code = (error: unknown): boolean => error instanceof ClusterError && error.code === 'notLoopback';

describe('the target of load', () => {
  for (const [typed, wanted] of [
    ['/', '/'],
    ['', '/'],
    ['api/items', '/api/items'],
    ['/search?q=a b', '/search?q=a%20b'],
    ['/a/../b', '/b'],
    ['http://127.0.0.1:3000/x', '/x'],
    ['http://localhost:3000/x?y=1', '/x?y=1'],
    ['https://localhost:3000/x', '/x'],
    ['http://[::1]:3000/x', '/x'],
    ['http://127.1:3000/x', '/x'],
    ['http://2130706433:3000/x', '/x'],
    ['http://0x7f.1:3000/x', '/x'],
    ['http://127.8.9.10:3000/x', '/x'],
  ] as const) {
    it(`for "${typed}" is ${wanted} of the run`, () => {
      assert.equal(target(typed), `http://127.0.0.1:3000${wanted}`);
    });
  }

  for (const typed of [
    'http://example.com:3000/',
    'http://localhost.example.com:3000/',
    'http://127.0.0.1.nip.io:3000/',
    'http://127.0.0.1@example.com:3000/',
    'http://example.com\\@127.0.0.1:3000/',
    'http://0.0.0.0:3000/',
    'http://0:3000/',
    'http://[::]:3000/',
    'http://[::ffff:127.0.0.1]:3000/',
    'http://192.168.0.1:3000/',
    'http://3232235521:3000/',
    'http://128.0.0.1:3000/',
    'http://localhost.:3000/',
    'http://loopback:3000/',
    '//example.com:3000/',
    '/\\example.com:3000/',
    '\\\\example.com:3000/',
    'ftp://127.0.0.1:3000/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'http://',
    'http://127.0.0.1:3000000/',
  ]) {
    it(`is never ${typed}`, () => {
      let url = '';
      try {
        url = target(typed);
      } catch (error) {
        assert.ok(code(error), String(error));
        return;
      }
      assert.equal(new URL(url).origin, 'http://127.0.0.1:3000');
      assert.doesNotMatch(typed, /^(\w+:|[/\\]{2})/, `${typed} was taken for a path`);
    });
  }

  it('is refused on a port that the run does not listen on', () => {
    assert.throws(() => target('http://localhost:5432/'), code);
    assert.match(
      pathProblem(t, at({ port: 3000 }), 'http://localhost:5432/') ?? '',
      /does not listen at localhost:5432/,
    );
    assert.equal(pathProblem(t, at({ port: 3000 }), '/fine'), undefined);
  });

  it('is the second port of the run where that is asked for', () => {
    assert.equal(
      loadTarget(t, at({ port: 3000 }, { port: 3001 }), 'http://localhost:3001/x'),
      'http://127.0.0.1:3001/x',
    );
  });

  it('is HTTPS where the run speaks TLS, whatever was typed', () => {
    for (const typed of ['/x', 'http://localhost:3443/x', 'https://localhost:3443/x'])
      assert.equal(target(typed, { port: 3443, tls: true }), 'https://127.0.0.1:3443/x');
    assert.equal(target('https://localhost/', { port: 443, tls: true }), 'https://127.0.0.1:443/');
  });

  for (const [host, wanted] of [
    ['::', '127.0.0.1'],
    ['0.0.0.0', '127.0.0.1'],
    ['127.0.0.1', '127.0.0.1'],
    ['127.0.0.5', '127.0.0.5'],
    ['::1', '[::1]'],
  ] as const) {
    it(`of a run at ${host} is ${wanted}`, () => {
      assert.equal(new URL(target('/', { port: 3000, host })).hostname, wanted);
    });
  }

  for (const host of ['192.168.0.1', 'fe80::1', '10.0.0.1', 'example.com']) {
    it(`is refused where a run listens at ${host} only`, () => {
      assert.throws(() => target('/', { port: 3000, host }), code);
    });
  }

  it('is not there for a run that listens on a pipe, over UDP or not at all', () => {
    for (const addresses of [[{ path: '/tmp/x.sock' }], [{ port: 53, udp: true }], []]) {
      assert.throws(() => loadTarget(t, [worker({ addresses })], '/'), { code: 'noPort' });
    }
  });
});

describe('an order for load', () => {
  const order = { url: 'http://127.0.0.1:3000/', connections: 10, warmUp: 1, seconds: 3 };
  const read = (change: object) => readLoadOrder(JSON.stringify({ ...order, ...change }));

  it('is read as it was written', () => {
    assert.deepEqual(read({}), order);
  });

  for (const change of [
    { url: 'http://example.com/' },
    { url: 'http://localhost:3000/' },
    { url: 'http://0.0.0.0:3000/' },
    { connections: 0 },
    { connections: 501 },
    { connections: 1.5 },
    { seconds: 0 },
    { seconds: 31 },
    { warmUp: -1 },
    { warmUp: null },
  ]) {
    it(`is refused with ${JSON.stringify(change)}`, () => {
      assert.equal(read(change), undefined);
    });
  }

  it('is refused where it is no JSON', () => {
    for (const text of ['', '{', 'null', '[]', '1']) assert.equal(readLoadOrder(text), undefined);
  });
});

describe('the outcome of load', () => {
  it('is read as it was written', () => {
    for (const outcome of [
      { type: 'figures', figures: loadFigures() },
      { type: 'refused', reason: 'HTTP 404' },
    ])
      assert.deepEqual(readLoadOutcome(JSON.stringify(outcome)), outcome);
  });

  it('is refused where it is something else', () => {
    for (const text of [
      '',
      'null',
      '{}',
      '{"type":"figures"}',
      '{"type":"figures","figures":{"cpu":1}}',
      '{"type":"refused"}',
    ])
      assert.equal(readLoadOutcome(text), undefined, text);
  });
});

describe('a loopback address', () => {
  it('is a literal one, over HTTP or HTTPS', () => {
    for (const url of ['http://127.0.0.1/', 'https://[::1]:8443/x', 'http://127.1/', 'http://0177.0.0.1/'])
      assert.ok(isLoopbackUrl(url), url);
    for (const url of ['http://localhost/', 'ws://127.0.0.1/', 'http://1270.0.0.1/', 'http://128.0.0.1/', 'x', ''])
      assert.ok(!isLoopbackUrl(url), url);
  });
});
