import assert from 'node:assert/strict';
import {
  descendantsOf,
  linuxEntry,
  type ProcessEntry,
  psEntries,
  stillThere,
  taskkillTree,
} from '../../src/shared/processTree';

const entry = (pid: number, parent: number, family = 7, born = `at ${pid}`): ProcessEntry => ({
  pid,
  parent,
  family,
  born,
});
const pids = (entries: readonly ProcessEntry[]): number[] => entries.map(({ pid }) => pid);

describe('what a process has started', () => {
  it('is found down to the last, in whatever order the system lists it', () => {
    const all = [entry(40, 30), entry(30, 20), entry(20, 10), entry(21, 10), entry(10, 1), entry(99, 1)];

    assert.deepEqual(pids(descendantsOf(10, all)).sort(), [20, 21, 30, 40]);
  });

  it('leaves out what was detached, and what that has started', () => {
    const all = [entry(10, 1), entry(20, 10), entry(21, 10, 21), entry(30, 21, 21)];

    assert.deepEqual(pids(descendantsOf(10, all)), [20]);
  });

  it('is nothing for a process that is not there, even where somebody has its number as parent', () => {
    assert.deepEqual(descendantsOf(10, [entry(20, 10)]), []);
  });

  it('is no circle where the system lists one', () => {
    assert.deepEqual(pids(descendantsOf(10, [entry(10, 20), entry(20, 10)])), [20]);
  });

  it('is told from another process that got its pid', () => {
    const then = [entry(20, 10), entry(21, 10), entry(22, 10)];

    assert.deepEqual(pids(stillThere(then, [entry(20, 1), entry(21, 1, 7, 'later')])), [20]);
  });
});

describe('a process in a list of all', () => {
  const stat = (state: string): string =>
    `812 (a) b) ${state} 1 800 700 0 -1 4194560 1 0 0 0 5 2 0 0 20 0 11 0 117804 1`;

  it('has its session and its start on Linux', () => {
    assert.deepEqual(linuxEntry(812, stat('S')), { pid: 812, parent: 1, family: 700, born: '117804' });
  });

  it('is none where it only waits to be collected, or is gone', () => {
    assert.deepEqual([linuxEntry(812, stat('Z')), linuxEntry(812, '')], [undefined, undefined]);
  });

  it('has its group and its start on macOS', () => {
    const answer = [
      '    1     0     1 Ss   Sat Nov 22 16:19:03 2025    ',
      '  812     1   812 S+   Sun Nov  2 09:01:59 2025',
      '  813   812   812 Z    Sun Nov  2 09:01:59 2025',
      'ps: something is wrong',
    ].join('\n');

    assert.deepEqual(psEntries(answer), [
      { pid: 1, parent: 0, family: 1, born: 'Sat Nov 22 16:19:03 2025' },
      { pid: 812, parent: 1, family: 812, born: 'Sun Nov  2 09:01:59 2025' },
    ]);
  });

  it('is ended with its tree by one command on Windows', () => {
    assert.deepEqual(taskkillTree(812), ['/PID', '812', '/T', '/F']);
  });
});
