import assert from 'node:assert/strict';
import { makeTag, ownerOf, tagged } from '../../src/preload/sticky/ownership';

const request = (url: string, cookie?: string) => ({ url, headers: cookie === undefined ? {} : { cookie } });
const [tag, other] = [makeTag(), makeTag()];

describe('the owner of a request', () => {
  it('stands in the session id, whatever the id is', () => {
    for (const id of ['abcdefghijklmnopqrst', '', '_nc_nc', 'a-b_c', 'x%2Fy']) {
      const url = `/socket.io/?EIO=4&transport=polling&sid=${tagged(id, tag)}`;
      assert.equal(ownerOf(request(url), 'socket.io'), tag);
      assert.equal(ownerOf(request(`${url}&t=x`), 'socket.io'), tag);
    }
  });

  it('is in our cookie among others, and only where cookies count', () => {
    const withCookie = request('/', `a=1; node_cluster=${tag}; b=2`);

    assert.equal(ownerOf(withCookie, 'cookie'), tag);
    assert.equal(ownerOf(withCookie, 'socket.io'), undefined);
    assert.equal(ownerOf(request('/', `xnode_cluster=${tag}`), 'cookie'), undefined);
  });

  it('is that of the session where a cookie names another', () => {
    assert.equal(ownerOf(request(`/?sid=${tagged('x', tag)}`, `node_cluster=${other}`), 'cookie'), tag);
  });

  for (const sid of [
    'abc',
    '',
    `_nc${'a'.repeat(15)}`,
    `_nc${'a'.repeat(17)}`,
    '_nc../../../../../ab',
    `_nc${'.'.repeat(16)}`,
  ]) {
    it(`is nobody for sid=${sid}`, () => {
      assert.equal(ownerOf(request(`/?sid=${sid}`), 'cookie'), undefined);
    });
  }
});
