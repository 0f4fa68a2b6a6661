/**
 * The tree's provider as VS Code asks it: rows keep their identity and their id, and it is told only of those that say
 * something else than before.
 */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Store } from '../../src/core/store';
import type { TreeNode } from '../../src/core/tree';
import { ClusterTree } from '../../src/ui/clusterTree';
import { errorInfo, exitInfo, NOW, runInfo, sample, snapshot, worker } from '../support/stateBuilders';

describe('the Cluster tree', () => {
  let store: Store;
  let tree: ClusterTree;
  let told: (readonly TreeNode[] | undefined)[];

  beforeEach(() => {
    store = new Store();
    tree = new ClusterTree({ state: store, pm2: { pm2: undefined, onDidChange: () => ({ dispose: () => {} }) } });
    told = [];
    tree.onDidChangeTreeData((nodes) => told.push(nodes));
    takeWorkers(worker({ slot: 1 }), worker({ slot: 2 }));
  });
  afterEach(() => tree.dispose());

  const takeWorkers = (...workers: ReturnType<typeof worker>[]): void =>
    store.dispatch({ type: 'snapshot', snapshot: snapshot({ workers }), at: NOW });

  /** Reads all rows as VS Code does for a tree that is all expanded. */
  function show(): { nodes: TreeNode[]; items: vscode.TreeItem[] } {
    const nodes = tree.getChildren().flatMap((run) => [run, ...tree.getChildren(run)]);
    return { nodes, items: nodes.map((node) => tree.getTreeItem(node)) };
  }

  const measure = (cpu: number): void =>
    store.dispatch({ type: 'metrics', runId: 'run-1', samples: [sample({ slot: 2, cpu })] });

  it('gives every row an id of its own that stays, and one object that stands for it', () => {
    const before = show();
    takeWorkers(worker({ slot: 1, state: 'draining' }), worker({ slot: 2, pid: 4711 }));
    const after = show();

    assert.equal(new Set(before.items.map(({ id }) => id)).size, 4);
    assert.deepEqual(
      after.items.map(({ id }) => id),
      before.items.map(({ id }) => id),
    );
    for (const [index, node] of after.nodes.entries()) assert.equal(node, before.nodes[index]);
  });

  it('tells nothing while no row says anything new', () => {
    show();

    tree.refresh();
    takeWorkers(worker({ slot: 1 }), worker({ slot: 2 }));
    tree.refresh();

    assert.deepEqual(told, []);
  });

  it('tells of the one row whose numbers moved', () => {
    const { nodes } = show();

    measure(55);
    tree.refresh();

    assert.deepEqual(told, [[nodes[3]]]);
    assert.equal(told[0]?.[0], nodes[3]);
  });

  it('tells of a number that moves within what is shown not at all', () => {
    measure(55);
    show();

    measure(55.2);
    tree.refresh();

    assert.deepEqual(told, []);
  });

  it('tells of the run when a worker came or went', () => {
    const { nodes } = show();

    takeWorkers(worker({ slot: 1 }), worker({ slot: 2 }), worker({ slot: 3 }));
    tree.refresh();

    assert.deepEqual(told, [[nodes[0]]]);
  });

  it('tells of everything when a run came or went', () => {
    show();

    const other = snapshot({ run: runInfo({ id: 'run-2', entry: '/app/other.js' }) });
    store.dispatch({ type: 'snapshot', snapshot: other, at: NOW });
    tree.refresh();

    assert.deepEqual(told, [undefined]);
  });

  it('makes the details only when they are asked for, and lets nothing in them act but our own command', () => {
    const evil = exitInfo({ error: errorInfo({ message: '[x](command:evil)', stack: '[x](command:evil)' }) });
    takeWorkers(worker({ slot: 1, lastExit: evil }));
    const { nodes, items } = show();
    const [item, node] = [items[2], nodes[2]];
    assert.ok(item && node);
    assert.equal(item.tooltip, undefined);

    const { tooltip } = tree.resolveTreeItem(item, node);

    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.deepEqual(tooltip.isTrusted, { enabledCommands: ['nodeCluster.showStuckStack'] });
    assert.doesNotMatch(tooltip.value.replace(/```[\s\S]*?```/g, ''), /\]\(command:evil/);
    assert.match(tooltip.value, /Last exit/);
  });

  it('leaves the numbers of a row alone whose details are being read, and tells of a new state all the same', () => {
    const { nodes, items } = show();
    const [item, node] = [items[3], nodes[3]];
    assert.ok(item && node);
    tree.resolveTreeItem(item, node);

    measure(55);
    tree.refresh();
    assert.deepEqual(told, []);
    takeWorkers(worker({ slot: 1 }), worker({ slot: 2, lastExit: exitInfo({ error: errorInfo() }) }));
    tree.refresh();

    assert.deepEqual(told, [[node]]);
  });

  it('finds the row above a row, for whoever reveals one', () => {
    const { nodes } = show();

    assert.equal(tree.getParent({ kind: 'worker', runId: 'run-1', slot: 2 }), nodes[0]);
  });

  it('says to a screen reader what the row says', () => {
    const { items } = show();

    assert.equal(items[2]?.accessibilityInformation?.label, 'Worker 1, listening, pid 811');
  });

  it('keeps nothing of runs that are gone', () => {
    show();
    store.dispatch({ type: 'dismiss', runId: 'run-1' });

    tree.refresh();

    assert.deepEqual(told, [undefined]);
    assert.deepEqual(tree.getChildren(), []);
  });
});
