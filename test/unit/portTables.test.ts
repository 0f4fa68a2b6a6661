import assert from 'node:assert/strict';
import { parseLsof, parseNetstat, parseTcpTable } from '../../src/host/portTables';

const TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 20713 1 0000000000000000
   1: 0100007F:0BB8 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 20714 1 0000000000000000
   2: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 30001 1 0000000000000000`;

const NETSTAT = `
Aktive Verbindungen

  Proto  Lokale Adresse         Remoteadresse          Status           PID
  TCP    0.0.0.0:3000           0.0.0.0:0              ABHÖREN         4242
  TCP    127.0.0.1:3001         10.0.0.1:3000          HERGESTELLT     17
  TCP    [::]:8080              [::]:0                 ABHÖREN         77`;

describe('the holder of a port', () => {
  it('is found on Linux among the sockets that listen, not those that are connected', () => {
    assert.deepEqual(parseTcpTable(TCP, 3000), ['20713']);
    assert.deepEqual(parseTcpTable(TCP, 8080), ['30001']);
    assert.deepEqual(parseTcpTable(TCP, 1), []);
  });

  it('is read from lsof', () => {
    assert.deepEqual(parseLsof('p812\ncnode\nf21\n'), { pid: 812, command: 'node' });
    assert.equal(parseLsof(''), undefined);
  });

  it('is read from netstat in whatever language Windows speaks', () => {
    assert.equal(parseNetstat(NETSTAT, 3000), 4242);
    assert.equal(parseNetstat(NETSTAT, 8080), 77);
    assert.equal(parseNetstat(NETSTAT, 3001), undefined);
  });
});
