import assert from 'node:assert/strict';
import { noticeError, refusedPort } from '../../src/core/runNotices';
import type { RunState } from '../../src/core/state';
import { untranslated as t } from '../../src/core/translate';
import type { Notice } from '../../src/shared/runInfo';
import { emptySlot, errorInfo, exitInfo, runState } from '../support/stateBuilders';

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

  for (const [code, command] of [
    ['neverForked', 'nodeCluster.superviseRun'],
    ['selfClustered', 'nodeCluster.observeRun'],
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
