import assert from 'node:assert/strict';
import { comparePaths } from '../../src/core/paths';
import { belongsToTask, type TaskTrace, taskOfRun, type WaitingTask } from '../../src/core/taskMatching';
import { isRunOfWorkspace, isSourceOfRun } from '../../src/core/workspaceRuns';
import { AS_WRITTEN, THROUGH_LINK } from '../support/paths';

const RUN = { pid: 7, entry: '/app/src/server.js', cwd: '/app', startedAt: 10_000 };

const isOfTask = (task: TaskTrace) => belongsToTask(RUN, task, AS_WRITTEN);
const isOf = (run: typeof RUN, folders: readonly string[]) => isRunOfWorkspace(run, folders, AS_WRITTEN);

describe('a run', () => {
  it('belongs to the task whose process is its primary', () => {
    assert.equal(isOfTask({ pid: 7, startedAt: 99_000, parameters: {} }), true);
  });

  it('belongs to a task of its entry that started before it', () => {
    const parameters = { entry: RUN.entry };

    assert.equal(isOfTask({ pid: 6, startedAt: 9_000, parameters }), true);
    assert.equal(isOfTask({ pid: 6, startedAt: 20_000, parameters }), false);
    assert.equal(isOfTask({ pid: 6, startedAt: 9_000, parameters: { entry: '/app/other.js' } }), false);
  });

  it('belongs to a script’s task where its entry lies in the package', () => {
    assert.equal(isOfTask({ startedAt: 9_000, parameters: { root: '/app' } }), true);
    assert.equal(isOfTask({ startedAt: 9_000, parameters: { root: '/ap' } }), false);
  });

  it('belongs to a workspace that holds its entry or its folder', () => {
    assert.equal(isOf(RUN, ['/other', '/app']), true);
    assert.equal(isOf({ ...RUN, entry: '/lib/run.js' }, ['/app']), true);
    assert.equal(isOf(RUN, ['/ap', '/app/src/deep']), false);
  });

  it('belongs to them through a link, too, and so do its sources', () => {
    const task = { startedAt: 9_000 };

    assert.ok(belongsToTask(RUN, { ...task, parameters: { entry: '/link/src/server.js' } }, THROUGH_LINK));
    assert.ok(belongsToTask(RUN, { ...task, parameters: { root: '/link' } }, THROUGH_LINK));
    assert.ok(isRunOfWorkspace(RUN, ['/link'], THROUGH_LINK));
    assert.ok(isSourceOfRun(RUN, '/link/lib/one.js', THROUGH_LINK));
    assert.ok(!isSourceOfRun(RUN, '/else/lib/one.js', THROUGH_LINK));
  });

  it('has the sources that lie in its folder by a link of their own', () => {
    const shared = comparePaths((path) => path.replace('/app/shared', '/shared'));

    assert.ok(isSourceOfRun(RUN, '/app/shared/one.js', shared));
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
