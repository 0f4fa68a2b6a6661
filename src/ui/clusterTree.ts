/**
 * The **Cluster** view: runs, their primaries and workers. A renderer of what core/rows.ts says and nothing more: it
 * remembers what it showed, compares, and tells VS Code of the rows that changed. `createClusterView` makes the only one.
 */
import * as vscode from 'vscode';
import type { Disposable, StateSource } from '../core/ports';
import { type Row, rowId } from '../core/row';
import { childrenOf, parentOf, rowOf } from '../core/rows';
import type { ClusterNode } from '../core/state';
import { badgeOf } from '../core/summary';
import { tooltipOf } from '../core/tooltip';
import { isUrgent } from '../core/urgency';
import { Pace } from './pace';

export const CLUSTER_VIEW = 'nodeCluster.cluster';

export interface ClusterViewOptions {
  readonly state: StateSource;
  /** Called with whether the view is on screen, at once and after each change. */
  readonly onDidChangeVisibility: (isVisible: boolean) => void;
}

export interface ClusterView extends Disposable {
  readonly selection: readonly ClusterNode[];
  /** Brings a row into sight and selects it, without taking the focus. */
  reveal(node: ClusterNode): Promise<void>;
}

const { t } = vscode.l10n;

/** How often rows that tell the time are looked at, in milliseconds. */
const CLOCK = 1000;

/**
 * How long the numbers of a row stand still once its details are shown, in milliseconds: VS Code takes the details away
 * from under the mouse when their row changes. A new state shows all the same.
 */
const READING_TIME = 8000;

const ROOT = '';

export class ClusterTree implements vscode.TreeDataProvider<ClusterNode>, Disposable {
  private readonly state: StateSource;
  private readonly changed = new vscode.EventEmitter<ClusterNode[] | undefined>();
  /** One object per row for as long as the row exists: VS Code knows rows by identity. */
  private readonly nodes = new Map<string, ClusterNode>();
  private readonly shownRows = new Map<string, Row | undefined>();
  /** When the details of a row were shown last. */
  private readonly readAt = new Map<string, number>();
  private readonly shownChildren = new Map<string, string>();

  readonly onDidChangeTreeData = this.changed.event;

  constructor(state: StateSource) {
    this.state = state;
  }

  /** The one object that stands for this row. */
  same(node: ClusterNode): ClusterNode {
    const id = rowId(node);
    const known = this.nodes.get(id) ?? node;
    this.nodes.set(id, known);
    return known;
  }

  getChildren(node?: ClusterNode): ClusterNode[] {
    const children = childrenOf(this.state.state, node).map((child) => this.same(child));
    this.shownChildren.set(node ? rowId(node) : ROOT, idsOf(children));
    return children;
  }

  getParent(node: ClusterNode): ClusterNode | undefined {
    const parent = parentOf(node);
    return parent && this.same(parent);
  }

  getTreeItem(node: ClusterNode): vscode.TreeItem {
    const row = this.rowOf(node);
    this.shownRows.set(rowId(node), row);
    return row ? itemOf(row) : new vscode.TreeItem('');
  }

  resolveTreeItem(item: vscode.TreeItem, node: ClusterNode): vscode.TreeItem {
    this.readAt.set(rowId(node), Date.now());
    const text = tooltipOf(t, this.state.state, node, Date.now());
    if (text !== undefined) item.tooltip = new vscode.MarkdownString(text, true);
    return item;
  }

  /** Tells VS Code of the rows that say something else than they did. */
  refresh(): void {
    if (this.hasOtherChildren(undefined)) return this.refreshAll();
    const runs = childrenOf(this.state.state).map((run) => this.same(run));
    const stale = runs.flatMap((run) => this.staleIn(run));
    if (stale.length > 0) this.changed.fire(stale);
  }

  dispose(): void {
    this.changed.dispose();
  }

  private refreshAll(): void {
    const known = new Set([ROOT, ...this.state.state.runs.map(({ info }) => info.id)]);
    for (const [id, { runId }] of this.nodes) if (!known.has(runId)) this.nodes.delete(id);
    for (const id of this.shownRows.keys()) if (!this.nodes.has(id)) this.forget(id);
    for (const id of this.shownChildren.keys()) if (!known.has(id)) this.shownChildren.delete(id);
    this.changed.fire(undefined);
  }

  private forget(id: string): void {
    this.shownRows.delete(id);
    this.readAt.delete(id);
  }

  /** A run that is told as changed takes its children with it. */
  private staleIn(run: ClusterNode): ClusterNode[] {
    if (this.hasOtherChildren(run) || this.isStale(run)) return [run];
    const children = childrenOf(this.state.state, run).map((child) => this.same(child));
    return children.filter((child) => this.isStale(child));
  }

  private hasOtherChildren(node: ClusterNode | undefined): boolean {
    const shown = this.shownChildren.get(node ? rowId(node) : ROOT);
    return shown !== undefined && shown !== idsOf(childrenOf(this.state.state, node));
  }

  private isStale(node: ClusterNode): boolean {
    const id = rowId(node);
    if (!this.shownRows.has(id)) return false;
    const [shown, row] = [this.shownRows.get(id), this.rowOf(node)];
    const isBeingRead = Date.now() - (this.readAt.get(id) ?? 0) < READING_TIME;
    return isBeingRead ? shown?.contextValue !== row?.contextValue : JSON.stringify(shown) !== JSON.stringify(row);
  }

  private rowOf(node: ClusterNode): Row | undefined {
    return rowOf(t, this.state.state, node, Date.now());
  }
}

const idsOf = (nodes: readonly ClusterNode[]): string => nodes.map(rowId).join('\n');

function itemOf(row: Row): vscode.TreeItem {
  const { None, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(row.label, row.isExpandable ? Expanded : None);
  const color = row.icon.color === undefined ? undefined : new vscode.ThemeColor(row.icon.color);
  item.id = row.id;
  item.description = row.description;
  item.iconPath = new vscode.ThemeIcon(row.icon.id, color);
  item.contextValue = row.contextValue;
  item.accessibilityInformation = { label: row.accessibilityLabel };
  return item;
}

/** Creates the view. While it is hidden only its badge is kept up to date. */
export function createClusterView({ state, onDidChangeVisibility }: ClusterViewOptions): ClusterView {
  const tree = new ClusterTree(state);
  const view = vscode.window.createTreeView(CLUSTER_VIEW, { treeDataProvider: tree, showCollapseAll: true });
  const refresh = (): void => {
    view.badge = badgeOf(t, state.state);
    if (view.visible) tree.refresh();
  };
  const pace = new Pace(refresh);
  const clock = setInterval(() => view.visible && state.state.runs.length > 0 && pace.calmly(), CLOCK);
  const subscriptions = [
    state.onDidChange((now, before) => (isUrgent(now, before) ? pace.soon() : pace.calmly())),
    view.onDidChangeVisibility(({ visible }) => {
      onDidChangeVisibility(visible);
      if (visible) refresh();
    }),
  ];
  onDidChangeVisibility(view.visible);
  return {
    get selection() {
      return view.selection;
    },
    reveal: async (node) => view.reveal(tree.same(node), { select: true, focus: false, expand: true }),
    dispose: () => {
      clearInterval(clock);
      for (const part of [pace, ...subscriptions, view, tree]) part.dispose();
    },
  };
}
