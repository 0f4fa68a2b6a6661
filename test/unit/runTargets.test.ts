import assert from 'node:assert/strict';
import { browserAddresses } from '../../src/core/browserAddress';
import {
  describeRun,
  describeWorker,
  findRuns,
  findWorkers,
  isEnded,
  isLive,
  readNodeName,
} from '../../src/core/runTargets';
import { fillPlaces, type Translate, untranslated as t } from '../../src/core/translate';
import { emptySlot, runInfo, runState, worker } from '../support/stateBuilders';

const live = runState({ workers: [worker({ slot: 1 }), emptySlot({ slot: 2, state: 'stopped' })] });
const ended = runState({ info: runInfo({ id: 'run-2' }), link: 'ended' });
const state = { runs: [live, ended] };
const named = (runId: string, slot?: number) => (slot === undefined ? { runId } : { runId, slot });

describe('the argument of a command', () => {
  it('may be a row of the tree or the same as plain data', () => {
    assert.deepEqual(readNodeName({ kind: 'worker', runId: 'r', slot: 2 }), { runId: 'r', slot: 2 });
    assert.deepEqual(readNodeName({ runId: 'r' }), { runId: 'r' });
  });

  for (const value of [undefined, null, 'r', 3, {}, { runId: 1 }, []]) {
    it(`names nothing when it is ${JSON.stringify(value)}`, () => assert.equal(readNodeName(value), undefined));
  }
});

describe('the runs that a command is about', () => {
  it('are all that fit where none is named', () => {
    assert.deepEqual(findRuns(t, state, { name: undefined, fits: isLive }), [live]);
    assert.deepEqual(findRuns(t, state, { name: undefined, fits: isEnded }), [ended]);
  });

  it('are the named one', () => {
    assert.deepEqual(findRuns(t, state, { name: named('run-2'), fits: isEnded }), [ended]);
  });

  it('are an error with a way out where there are none', () => {
    assert.throws(() => findRuns(t, { runs: [] }, { name: undefined, fits: isLive }), { code: 'noRuns' });
    assert.throws(() => findRuns(t, state, { name: named('run-2'), fits: isLive }), { code: 'runGone' });
    assert.throws(() => findRuns(t, state, { name: named('gone'), fits: isLive }), { code: 'runGone' });
  });
});

describe('the workers that a command is about', () => {
  it('are those of the named run that fit', () => {
    const found = findWorkers(t, state, { name: named('run-1'), fits: ({ pid }) => pid !== undefined });

    assert.deepEqual(
      found.map(({ worker: { slot } }) => slot),
      [1],
    );
  });

  it('are an error where the named one does not fit', () => {
    const query = { name: named('run-1', 2), fits: ({ pid }: { pid?: number }) => pid !== undefined };

    assert.throws(() => findWorkers(t, state, query), { code: 'noWorkers' });
  });
});

describe('in a picker', () => {
  const words: Readonly<Record<string, string>> = { reloading: 'lädt neu', ended: 'beendet', stopped: 'angehalten' };
  const german: Translate = (text, ...args) => fillPlaces(words[text] ?? text, args);

  it('a run has its state in the language of the person', () => {
    const reloading = runState({ info: runInfo({ state: 'reloading' }) });

    assert.equal(describeRun(german, reloading).description, 'pid 800, lädt neu');
    assert.equal(describeRun(german, ended).description, 'pid 800, beendet');
  });

  it('a worker has its state in the language of the person', () => {
    const description = (one: Parameters<typeof describeWorker>[1]['worker']) =>
      describeWorker(german, { run: live, worker: one }).description;

    assert.equal(description(emptySlot({ state: 'stopped' })), 'server.js  angehalten');
    assert.equal(description(worker({ state: 'stopped' })), 'server.js  pid 811, angehalten');
  });
});

describe('the addresses of a run', () => {
  it('are its TCP ports, each once, as a browser reaches them', () => {
    const addresses = [{ port: 3000 }, { port: 3000, host: '0.0.0.0' }, { port: 4000, host: 'fe80::1' }];

    assert.deepEqual(browserAddresses([worker({ addresses })]), ['http://localhost:3000/', 'http://[fe80::1]:4000/']);
  });

  it('are HTTPS where a server speaks TLS', () => {
    const addresses = [{ port: 3000 }, { port: 3443, tls: true }];

    assert.deepEqual(browserAddresses([worker({ addresses })]), ['http://localhost:3000/', 'https://localhost:3443/']);
  });

  it('leave out pipes and datagram sockets', () => {
    assert.deepEqual(browserAddresses([worker({ addresses: [{ path: '/tmp/s' }, { port: 53, udp: true }] })]), []);
  });
});
