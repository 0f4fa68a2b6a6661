import assert from 'node:assert/strict';
import { parseBootTime, parsePowerShell, parsePs } from '../../src/host/processFacts';
import { parseLinuxStat } from '../../src/shared/processTree';

describe('what Linux says of a process', () => {
  const rest = '1 812 812 0 -1 4194560 100 0 0 0 5 2 0 0 20 0 11 0 117804 1073741824 380 18446744073709551615';

  it('has its state, its parent and its start', () => {
    assert.deepEqual(parseLinuxStat(`812 (node) S ${rest}`), {
      state: 'S',
      parent: 1,
      session: 812,
      startTicks: 117804,
    });
  });

  it('is read right whatever the command is called', () => {
    const stat = parseLinuxStat(`812 (a) R 9 (b) ) Z ${rest}`);

    assert.deepEqual(stat, { state: 'Z', parent: 1, session: 812, startTicks: 117804 });
  });

  for (const text of ['', '812 (node)', '812 (node) S 1 2 3']) {
    it(`is nothing where it is cut off: ${JSON.stringify(text)}`, () => {
      assert.equal(parseLinuxStat(text), undefined);
    });
  }

  it('has the start of the system beside it', () => {
    assert.equal(parseBootTime('cpu  1 2 3\nintr 5\nbtime 1795363774\nprocesses 9\n'), 1_795_363_774_000);
    assert.equal(parseBootTime('cpu 1 2 3\n'), undefined);
  });
});

describe('what ps says on macOS', () => {
  it('has each process with its parent and its start in local time', () => {
    const facts = parsePs('  812     1 Sat Nov 22 16:19:03 2025\n 1813   812 Sun Nov  2 09:01:59 2025    \n');

    assert.deepEqual(
      [...facts],
      [
        [812, { parent: 1, startedAt: new Date(2025, 10, 22, 16, 19, 3).getTime() }],
        [1813, { parent: 812, startedAt: new Date(2025, 10, 2, 9, 1, 59).getTime() }],
      ],
    );
  });

  it('is empty where it says something else', () => {
    assert.equal(parsePs('').size, 0);
    assert.equal(parsePs('ps: No such process\n  12 1 yesterday\n').size, 0);
  });
});

describe('what PowerShell says on Windows', () => {
  it('has each process with its parent and its start', () => {
    const facts = parsePowerShell('812 1 1763828343123\r\n1813 812 1763828343999\r\n\r\n');

    assert.deepEqual(
      [...facts],
      [
        [812, { parent: 1, startedAt: 1763828343123 }],
        [1813, { parent: 812, startedAt: 1763828343999 }],
      ],
    );
  });

  it('leaves out a process whose start it does not tell', () => {
    assert.equal(parsePowerShell('4 0 \r\n').size, 0);
  });
});
