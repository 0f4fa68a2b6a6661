import assert from 'node:assert/strict';
import { noticeError, refusedPort, rivalOf } from '../../src/core/runNotices';
import type { RunState } from '../../src/core/state';
import { untranslated as t } from '../../src/core/translate';
import type { Notice } from '../../src/shared/runInfo';
import { emptySlot, errorInfo, exitInfo, runState, worker } from '../support/stateBuilders';

const notice = (code: Notice['code']): Notice => ({ code, message: 'as the primary says', at: 0 });

function refusedRun(): RunState {
  const error = errorInfo({ code: 'EADDRINUSE', message: 'listen EADDRINUSE: address already in use :::3000' });
  const lastExit = exitInfo({ reason: 'port in use', error });
  return runState({ workers: [emptySlot({ slot: 1, state: 'crash looping', lastExit })] });
}

describe('a notice of a primary', () => {
  it('of a taken port names the port, and who holds it where the system tells', () => {
    const holder = { pid: 4242, command: `node ${'x'.repeat(200)}` };

    const known = noticeError(t, refusedRun(), { notice: notice('portTaken'), holder });
    const unknown = noticeError(t, refusedRun(), { notice: notice('portTaken') });

    assert.match(known?.message ?? '', /^Port 3000 of server\.js is taken by process 4242: node x+…\.$/);
    assert.equal(unknown?.message, 'Port 3000 of server.js is taken.');
    assert.deepEqual(known?.action?.args, [{ runId: 'run-1' }]);
  });

  it('of a port that another run has names that run, and offers to stop it', () => {
    const rival = runState({ info: { ...runState({}).info, id: 'run-2', pid: 4242, entry: '/work/other.js' } });

    const error = noticeError(t, refusedRun(), { notice: notice('portTaken'), rival });

    assert.equal(error?.message, 'Port 3000 of server.js is taken by another run: other.js, process 4242.');
    assert.equal(error?.action?.title, 'Stop other.js, Run server.js');
    assert.deepEqual(error?.action?.args, [{ runId: 'run-1' }, { insteadOf: { runId: 'run-2' } }]);
  });

  it('of a port that a namesake has does not name both alike on its button', () => {
    const rival = runState({ info: { ...runState({}).info, id: 'run-2', pid: 4242 } });

    const error = noticeError(t, refusedRun(), { notice: notice('portTaken'), rival });

    assert.equal(error?.action?.title, 'Stop It and Run Again');
  });

  for (const [code, command] of [
    ['neverForked', 'nodeCluster.superviseRun'],
    ['selfClustered', 'nodeCluster.observeRun'],
    ['notStarted', 'nodeCluster.restart'],
    ['exclusivePort', 'nodeCluster.scale'],
    ['pausedWorker', 'workbench.view.debug'],
  ] as const) {
    it(`of the kind ${code} has the button that mends it`, () => {
      const error = noticeError(t, runState({}), { notice: notice(code) });

      assert.equal(error?.code, code);
      assert.equal(error?.action?.command, command);
    });
  }

  it('that needs nobody to act is left to the tooltip', () => {
    assert.equal(noticeError(t, runState({}), { notice: notice('badParameter') }), undefined);
  });

  it('tells no port where no crash was about one', () => {
    assert.equal(refusedPort(runState({})), undefined);
  });
});

describe('the run that has what another needs', () => {
  const one = refusedRun();
  const other = (over: Partial<RunState> = {}): RunState => ({
    ...runState({ workers: [worker({ slot: 1, pid: 77 })], ...over }),
    info: { ...one.info, id: 'run-2', pid: 4242 },
  });

  it('is that of the primary or of the worker which holds it', () => {
    assert.equal(rivalOf(one, [one, other()], 4242)?.info.id, 'run-2');
    assert.equal(rivalOf(one, [one, other()], 77)?.info.id, 'run-2');
  });

  it('is never the run itself, one that has ended, or a process of no run', () => {
    assert.equal(rivalOf(one, [one, other()], one.info.pid), undefined);
    assert.equal(rivalOf(one, [one, other({ link: 'ended' })], 4242), undefined);
    assert.equal(rivalOf(one, [one, other()], 1), undefined);
  });
});
