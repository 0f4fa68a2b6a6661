/**
 * Show Log, with output channels that remember what was written into them: what was printed before and after it was
 * asked for shows once, workers apart, and an app with a terminal of its own is shown there.
 */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ClusterError, ErrorAction } from '../../src/core/clusterError';
import { linkBroken, RefusedError, runGone } from '../../src/core/linkErrors';
import type { LogSource, RunGateway } from '../../src/core/ports';
import type { ClusterNode } from '../../src/core/state';
import { Store } from '../../src/core/store';
import { untranslated as t } from '../../src/core/translate';
import type { RequestBody } from '../../src/shared/protocol';
import type { LogLine } from '../../src/shared/runInfo';
import { createLogView, type LogView } from '../../src/ui/logView';
import { emptySlot, errorInfo, exitInfo, NOW, snapshot, worker } from '../support/stateBuilders';
import { eventually } from '../support/vscode/eventually';

const RUN: ClusterNode = { kind: 'run', runId: 'run-1' };
const WORKER: ClusterNode = { kind: 'worker', runId: 'run-1', slot: 2 };

const line = (text: string, given: Partial<LogLine> = {}): LogLine => ({
  slot: 1,
  pid: 811,
  at: NOW,
  stream: 'out',
  text,
  ...given,
});

class FakeChannel {
  text = '';
  shown = 0;
  isDisposed = false;
  constructor(readonly name: string) {}
  append(text: string): void {
    this.text += text;
  }
  show(): void {
    this.shown += 1;
  }
  clear(): void {
    this.text = '';
  }
  dispose(): void {
    this.isDisposed = true;
  }
}

describe('Show Log', () => {
  const createOutputChannel = vscode.window.createOutputChannel;
  let channels: FakeChannel[];
  let store: Store;
  let listeners: Set<(lines: readonly LogLine[], dropped: number) => void>;
  let requests: RequestBody[];
  let answer: () => Promise<unknown>;
  let hasTerminal: boolean;
  let view: LogView;

  beforeEach(() => {
    channels = [];
    requests = [];
    listeners = new Set();
    answer = async () => ({ lines: [] });
    hasTerminal = false;
    store = new Store();
    store.dispatch({ type: 'snapshot', snapshot: snapshot(), at: NOW });
    const fake = (name: string): FakeChannel => {
      const channel = new FakeChannel(name);
      channels.push(channel);
      return channel;
    };
    Object.assign(vscode.window, { createOutputChannel: fake });
    view = createLogView({ state: store, gateway, logs, showTerminal: async () => hasTerminal });
  });
  afterEach(() => {
    view.dispose();
    Object.assign(vscode.window, { createOutputChannel });
  });

  const gateway: RunGateway = {
    request: (_runId, body) => {
      requests.push(body);
      return answer();
    },
    inspect: () => Promise.reject(new Error('not asked here')),
    dismiss: () => {},
  };
  const logs: LogSource = {
    follow: (_runId, listener) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  };
  const print = (lines: readonly LogLine[], dropped = 0): void => {
    for (const listener of listeners) listener(lines, dropped);
  };
  const shows = (pattern: RegExp): Promise<true> =>
    eventually(`${pattern}`, () => pattern.test(channels[0]?.text ?? '') || undefined, { interval: 10, timeout: 3000 });

  it('shows what was printed before and after, each line once and without its colours', async () => {
    const [old, between, young] = [line('old'), line('\u001b[31mbetween\u001b[0m'), line('young', { slot: 2 })];
    answer = async () => {
      print([between]);
      return { lines: [old, between] };
    };

    await view.showLog(RUN);
    print([young]);

    await shows(/young/);
    assert.equal(channels[0]?.text, '#1 | old\n#1 | between\n#2 | young\n');
    assert.equal(channels[0]?.name, 'server.js (Node Cluster)');
    assert.deepEqual(requests, [{ type: 'log', lines: 5000 }]);
  });

  it('shows of a worker its own lines alone', async () => {
    await view.showLog(WORKER);
    print([line('mine', { slot: 2 }), line('not mine')]);

    await shows(/mine\n$/);
    assert.doesNotMatch(channels[0]?.text ?? '', /not mine|#2 \|/);
    assert.equal(channels[0]?.name, 'server.js #2 (Node Cluster)');
    assert.deepEqual(requests, [{ type: 'log', worker: 2, lines: 5000 }]);
  });

  it('says between the lines when a worker ended and why, in the log of the run and in its own', async () => {
    await view.showLog(RUN);
    await view.showLog({ kind: 'worker', runId: 'run-1', slot: 1 });
    const lastExit = exitInfo({ reason: 'uncaught error', code: 1, signal: null });
    const gone = emptySlot({ slot: 2, state: 'exited', lastExit });
    const { seq } = store.state.runs[0] ?? { seq: 0 };

    store.dispatch({
      type: 'event',
      runId: 'run-1',
      event: { type: 'worker', seq: seq + 1, at: NOW, change: 'exited', worker: gone },
    });

    await shows(/\[Node Cluster\] Worker 2 ended: uncaught error, code 1/);
    assert.doesNotMatch(channels[1]?.text ?? '', /ended/);
  });

  it('tells of what the primary noticed, once, in the log of the run alone', async () => {
    const notice = { code: 'noRescue', message: 'Clients may wait.', at: NOW } as const;
    const tell = (seq: number): void => {
      const { run } = snapshot();
      const event = { type: 'run', seq, at: NOW, run: { ...run, notices: [notice] } } as const;
      store.dispatch({ type: 'event', runId: 'run-1', event });
    };
    const { seq } = store.state.runs[0] ?? { seq: 0 };
    tell(seq + 1);

    await view.showLog(RUN);
    await view.showLog(WORKER);
    tell(seq + 2);
    print([line('end', { slot: 2 })]);

    await shows(/end\n$/);
    assert.equal(channels[0]?.text.split('Clients may wait.').length, 2);
    assert.doesNotMatch(channels[1]?.text ?? '', /Clients may wait/);
  });

  it('says so where nothing was printed yet', async () => {
    await view.showLog(RUN);

    await shows(/Nothing was printed yet/);
  });

  it('brings the same channel back the second time', async () => {
    await view.showLog(RUN);
    await view.showLog({ kind: 'primary', runId: 'run-1' });

    assert.equal(channels.length, 1);
    assert.equal(channels[0]?.shown, 2);
  });

  it('takes a flood in bounded portions and tells what it left out', async () => {
    await view.showLog(RUN);

    print(Array.from({ length: 30_000 }, (_, index) => line(`line ${index}`)));
    print([line('last')], 7);

    await shows(/last/);
    assert.match(channels[0]?.text ?? '', /100\d\d lines were left out/);
    assert.ok((channels[0]?.text.split('\n').length ?? 0) < 20_100);
  });

  it('shows the terminal of an app that prints to its own', async () => {
    hasTerminal = true;
    answer = () => Promise.reject(new RefusedError('notSupported', 'no log', 'no hint'));

    await view.showLog(RUN);

    assert.deepEqual(channels, []);
    assert.equal(listeners.size, 0);
  });

  it('says where to look when that terminal is not in this window', async () => {
    answer = () => Promise.reject(new RefusedError('notSupported', 'no log', 'no hint'));

    await view.showLog(RUN);

    await shows(/terminal in which the app was started/);
  });

  it('rejects with what went wrong, and follows nothing', async () => {
    answer = () => Promise.reject(linkBroken(t));

    await assert.rejects(view.showLog(RUN), { code: 'linkBroken' });

    assert.deepEqual(channels, []);
    assert.equal(listeners.size, 0);
  });

  it('shows the terminal of a run that has ended', async () => {
    hasTerminal = true;
    answer = () => Promise.reject(runGone(t));

    await view.showLog(WORKER);

    assert.deepEqual([channels.length, listeners.size], [0, 0]);
  });

  it('leads to the error of a run that has ended where its terminal is gone, or runs it again', async () => {
    answer = () => Promise.reject(runGone(t));
    const wayOut = async (): Promise<ErrorAction | undefined> => {
      const error = await view.showLog(RUN).then(
        () => assert.fail('nothing was wrong'),
        (reason: ClusterError) => reason,
      );
      return error.action;
    };

    const again = await wayOut();
    const workers = [2, 3].map((slot) =>
      emptySlot({ slot, state: 'crash looping', lastExit: exitInfo({ error: errorInfo() }) }),
    );
    store.dispatch({ type: 'snapshot', snapshot: snapshot({ workers: [worker(), ...workers] }), at: NOW });
    const there = await wayOut();

    assert.deepEqual([again?.command, again?.args], ['nodeCluster.restart', [{ runId: 'run-1' }]]);
    assert.deepEqual([there?.command, there?.args], ['nodeCluster.goToError', [{ runId: 'run-1', slot: 2 }]]);
  });

  it('says when the run has ended, and keeps the channel until the run is dismissed', async () => {
    await view.showLog(RUN);

    store.dispatch({ type: 'ended', runId: 'run-1', at: NOW });
    await shows(/The run has ended/);
    assert.equal(listeners.size, 0);
    assert.equal(channels[0]?.isDisposed, false);

    store.dispatch({ type: 'dismiss', runId: 'run-1' });
    assert.equal(channels[0]?.isDisposed, true);
  });
});
