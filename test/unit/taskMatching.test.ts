import assert from 'node:assert/strict';
import { belongsToTask, taskOfRun, type WaitingTask } from '../../src/core/taskMatching';
import { isRunOfWorkspace } from '../../src/core/workspaceRuns';

const RUN = { pid: 7, entry: '/app/src/server.js', cwd: '/app', startedAt: 10_000 };

describe('a run', () => {
  it('belongs to the task whose process is its primary', () => {
    assert.equal(belongsToTask(RUN, { pid: 7, startedAt: 99_000, parameters: {} }), true);
  });

  it('belongs to a task of its entry that started before it', () => {
    const parameters = { entry: RUN.entry };

    assert.equal(belongsToTask(RUN, { pid: 6, startedAt: 9_000, parameters }), true);
    assert.equal(belongsToTask(RUN, { pid: 6, startedAt: 20_000, parameters }), false);
    assert.equal(belongsToTask(RUN, { pid: 6, startedAt: 9_000, parameters: { entry: '/app/other.js' } }), false);
  });

  it('belongs to a script’s task where its entry lies in the package', () => {
    assert.equal(belongsToTask(RUN, { startedAt: 9_000, parameters: { root: '/app' } }), true);
    assert.equal(belongsToTask(RUN, { startedAt: 9_000, parameters: { root: '/ap' } }), false);
  });

  it('belongs to a workspace that holds its entry or its folder', () => {
    assert.equal(isRunOfWorkspace(RUN, ['/other', '/app']), true);
    assert.equal(isRunOfWorkspace({ ...RUN, entry: '/lib/run.js' }, ['/app']), true);
    assert.equal(isRunOfWorkspace(RUN, ['/ap', '/app/src/deep']), false);
  });
});

describe('the task of a run', () => {
  const task = (given: Partial<WaitingTask>): WaitingTask => ({
    pid: undefined,
    isWaiting: true,
    owns: () => true,
    ...given,
  });

  it('is the one whose process it is, whatever else fits', () => {
    const own = task({ pid: RUN.pid });

    assert.equal(taskOfRun(RUN, [own, task({})]), own);
  });

  it('is the latest that fits, not one before it that never became a run', () => {
    const latest = task({});

    assert.equal(taskOfRun(RUN, [task({}), latest, task({ owns: () => false })]), latest);
  });

  it('is none that is over', () => {
    assert.equal(taskOfRun(RUN, [task({ isWaiting: false }), task({ isWaiting: false, pid: RUN.pid })]), undefined);
  });
});
