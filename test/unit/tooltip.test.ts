import assert from 'node:assert/strict';
import type { ClusterNode, RunState } from '../../src/core/state';
import { tooltipOf } from '../../src/core/tooltip';
import { untranslated as t } from '../../src/core/translate';
import { emptySlot, errorInfo, exitInfo, NOW, runInfo, runState, sample, worker } from '../support/stateBuilders';

const WORKER: ClusterNode = { kind: 'worker', runId: 'run-1', slot: 1 };

function tooltip(node: ClusterNode, given: Partial<RunState> = {}): string {
  const text = tooltipOf(t, { runs: [runState(given)] }, node, NOW);
  assert.ok(text);
  return text;
}

describe('the tooltip', () => {
  it('of a worker has all its numbers', () => {
    const text = tooltip(WORKER, { samples: new Map([[1, sample()]]) });

    for (const line of [
      '| Worker 1 | listening |',
      '| Process | 811 |',
      '| CPU | 10 % |',
      '| Memory | 80 MB |',
      '| Event loop | 31 % in use |',
      '| Requests | 812 req/s |',
      '| Loop delay p50 / p99 / max | 0\\.2 ms / 1\\.4 ms / 12 ms |',
      '| In flight | 3 |',
      '| Requests in all | 4000 |',
      '| Restarts | 0 |',
    ]) {
      assert.ok(text.includes(line), `${line} in\n${text}`);
    }
  });

  it('of a crashed worker has the reason and the stack', () => {
    const crashed = emptySlot({ state: 'crash looping', lastExit: exitInfo({ error: errorInfo() }) });

    const text = tooltip(WORKER, { workers: [crashed] });

    assert.match(text, /\| Last exit \| uncaught error, code 1, after 3 s, 5 s ago \|/);
    assert.match(text, /```\nTypeError: x is not a function\n {4}at \/app\/server\.js:12:3\n```/);
  });

  it('leads to the line of an error, where that is in a file', () => {
    const textFor = (file: string): string => {
      const lastExit = exitInfo({ error: errorInfo({ file }) });
      return tooltip(WORKER, { workers: [emptySlot({ state: 'crash looping', lastExit })] });
    };

    assert.match(textFor('/app/server.js'), /\(file:\/\/\/app\/server\.js#L12\)/);
    assert.doesNotMatch(textFor('evalmachine.<anonymous>'), /\(file:/);
  });

  it('of a worker that was killed has the signal', () => {
    const exit = exitInfo({ code: null, signal: 'SIGKILL', reason: 'killed from outside' });

    assert.match(tooltip(WORKER, { workers: [worker({ lastExit: exit })] }), /killed from outside, SIGKILL, after 3 s/);
  });

  it('lets nothing of an error out of its block of code', () => {
    const error = errorInfo({ stack: 'Error: ```\n[click](command:evil)' });
    const crashed = emptySlot({ state: 'exited', lastExit: exitInfo({ error }) });

    const text = tooltip(WORKER, { workers: [crashed] });

    assert.ok(text.endsWith('````\nError: ```\n[click](command:evil)\n````'), text);
  });

  it('shows names as they are, whatever marks are in them', () => {
    const text = tooltip({ kind: 'run', runId: 'run-1' }, { info: runInfo({ entry: '/a|b/[x](y) $(z)_.js' }) });

    assert.ok(text.includes('/a\\|b/\\[x\\]\\(y\\) \\$\\(z\\)\\_\\.js'), text);
  });

  it('of a run has its mode with the reason, its totals and its notices', () => {
    const notices = [{ code: 'portTaken', message: 'Port 3000 is taken.', at: NOW }] as const;
    const samples = new Map([1, 2].map((slot) => [slot, sample({ slot })]));

    const text = tooltip({ kind: 'run', runId: 'run-1' }, { info: runInfo({ notices }), samples });

    assert.match(text, /\| Mode \| supervise: the app forks no workers itself \|/);
    assert.match(text, /\| Workers \| 2 of 2 ready \|/);
    assert.match(text, /\| CPU \| 20 % \|/);
    assert.match(text, /\| Requests \| 1624 req\/s \|/);
    assert.match(text, /Port 3000 is taken/);
  });

  it('of a run that ended tells how long it ran', () => {
    const ended = { link: 'ended', endedAt: NOW - 5000 } as const;

    assert.match(tooltip({ kind: 'run', runId: 'run-1' }, ended), /\| Ran for \| 1 m \|/);
  });

  it('of the primary has its process', () => {
    const text = tooltip(
      { kind: 'primary', runId: 'run-1' },
      { usage: new Map([[800, { cpu: 2, memory: 1024 ** 2 }]]) },
    );

    assert.match(text, /\| Primary process \| pid 800 \|/);
    assert.match(text, /\| CPU \| 2 % \|/);
  });

  it('is absent for what is gone', () => {
    assert.equal(tooltipOf(t, { runs: [] }, WORKER, NOW), undefined);
  });
});
