/** Verifies what the tree says of PM2's apps. */
import assert from 'node:assert/strict';
import { appsOf, type Pm2Process, type Pm2State } from '../../src/core/pm2/pm2State';
import { EMPTY_STATE } from '../../src/core/state';
import { untranslated as t } from '../../src/core/translate';
import { type TreeNode, treeChildrenOf, treeNodeId, treeParentOf, treeRowOf, treeTooltipOf } from '../../src/core/tree';
import { NOW } from '../support/stateBuilders';

const MEGABYTE = 1024 * 1024;

function process(given: Partial<Pm2Process> = {}): Pm2Process {
  const id = given.id ?? 0;
  const alive = { pid: 900 + id, startedAt: NOW - 65_000 };
  return { id, app: 'api', status: 'online', restarts: 0, mode: 'cluster', ...alive, ...given };
}

const stopped = { status: 'stopped', pid: undefined, startedAt: undefined } as unknown as Partial<Pm2Process>;

const shown = (processes: readonly Pm2Process[], given: Partial<Pm2State> = {}) => ({
  cluster: EMPTY_STATE,
  pm2: { apps: appsOf(processes), usage: new Map(), isSilent: false, ...given },
});

/** All rows as a person reads them, from top to bottom. */
function rowsOf(state: ReturnType<typeof shown>, node?: TreeNode): string[] {
  return treeChildrenOf(state, node).flatMap((child) => {
    const row = treeRowOf(t, state, child, NOW);
    return [`${row?.label}: ${row?.description}`, ...rowsOf(state, child)];
  });
}

describe('the rows of PM2', () => {
  it('are not there without apps', () => {
    assert.deepEqual(treeChildrenOf({ cluster: EMPTY_STATE, pm2: undefined }), []);
    assert.deepEqual(treeChildrenOf(shown([])), []);
  });

  it('are a group, its apps by name, and the processes of each by number', () => {
    const state = shown([process({ id: 2 }), process({ id: 0, ...stopped }), process({ id: 5, app: 'admin' })]);

    assert.deepEqual(rowsOf(state), [
      'PM2: 2/3 online',
      'admin: 1/1 online · cluster mode',
      '#5: 905 · up 1 m',
      'api: 1/2 online · cluster mode',
      '#0: stopped',
      '#2: 902 · up 1 m',
    ]);
  });

  it('have what the processes use, and its sum for their app', () => {
    const usage = new Map([
      [900, { cpu: 10, memory: 50 * MEGABYTE }],
      [901, { cpu: 20, memory: 60 * MEGABYTE }],
    ]);
    const state = shown([process({ id: 0, restarts: 2 }), process({ id: 1 })], { usage });

    assert.deepEqual(rowsOf(state).slice(1), [
      'api: 2/2 online · 30 % · 110 MB · 2 restarts · cluster mode',
      '#0: 900 · 10 % · 50 MB · 2 restarts · up 1 m',
      '#1: 901 · 20 % · 60 MB · up 1 m',
    ]);
  });

  it('need one row only for an app that is one process in fork mode', () => {
    const state = shown([process({ mode: 'fork' })]);

    assert.deepEqual(rowsOf(state).slice(1), ['api: 900 · up 1 m']);
  });

  it('say that PM2 does not answer and keep what was known', () => {
    const state = shown([process({ mode: 'fork' })], { isSilent: true });

    assert.deepEqual(rowsOf(state), ['PM2: 1/1 online · PM2 does not answer', 'api: 900 · up 1 m']);
    assert.deepEqual(rowsOf(shown([], { isSilent: true })), ['PM2: PM2 does not answer']);
  });

  it('keep a state that PM2 may have one day in its own word', () => {
    assert.deepEqual(rowsOf(shown([process({ mode: 'fork', status: 'hibernating' })])).slice(1), [
      'api: hibernating · 900 · up 1 m',
    ]);
  });

  it('tell their menus what they are', () => {
    const state = shown([process(), process({ id: 1, ...stopped }), process({ id: 2, app: 'one', mode: 'fork' })]);
    const flags = (node?: TreeNode): unknown[] =>
      treeChildrenOf(state, node).flatMap((child) => [treeRowOf(t, state, child, NOW)?.contextValue, ...flags(child)]);

    assert.deepEqual(flags(), [
      'pm2',
      'pm2App+cluster+alive',
      'pm2Process+cluster+alive',
      'pm2Process+cluster+dead',
      'pm2App+fork+alive',
    ]);
  });

  it('lead up from a process to its app and the group, by ids that never meet those of runs', () => {
    const node: TreeNode = { kind: 'pm2Process', app: 'api', id: 3 };
    const up = treeParentOf(node);

    assert.deepEqual(up, { kind: 'pm2App', app: 'api' });
    assert.deepEqual(up && treeParentOf(up), { kind: 'pm2' });
    assert.equal(treeNodeId(node), 'pm2/api/3');
  });

  it('have details in which a name of an app can do nothing', () => {
    const state = shown([process({ app: '[x](command:evil)', mode: 'fork', script: '/app/api.js', exitCode: 1 })]);

    const text = treeTooltipOf(t, state, { kind: 'pm2App', app: '[x](command:evil)' }, NOW) ?? '';

    assert.match(text, /api\\\.js/);
    assert.match(text, /code 1/);
    assert.ok(text.includes('\\[x\\]\\(command:evil\\)'));
  });

  it('say their state to a screen reader', () => {
    const row = treeRowOf(t, shown([process({ restarts: 1 })]), { kind: 'pm2Process', app: 'api', id: 0 }, NOW);

    assert.equal(row?.accessibilityLabel, 'Process 0 of api, online, pid 900, 1 restart');
  });
});
