/**
 * The **Cluster** view: runs, their primaries and workers, and the apps of PM2. A renderer of what core/tree.ts says and
 * nothing more: it remembers what it showed, compares, and tells VS Code of the rows that changed. `createClusterView`
 * makes the only one.
 */
import * as vscode from 'vscode';
import type { Pm2Source } from '../core/pm2/pm2Ports';
import type { Disposable, StateSource } from '../core/ports';
import type { Row } from '../core/row';
import { badgeOf } from '../core/summary';
import { TOOLTIP_COMMANDS } from '../core/tooltip';
import {
  type TreeNode,
  type TreeState,
  treeChildrenOf,
  treeNodeId,
  treeParentOf,
  treeRowOf,
  treeTooltipOf,
} from '../core/tree';
import { isUrgent } from '../core/urgency';
import { Pace } from './pace';

export const CLUSTER_VIEW = 'nodeCluster.cluster';

export interface ClusterViewOptions {
  readonly state: StateSource;
  readonly pm2: Pm2Source;
  /** Called with whether the view is on screen, at once and after each change. */
  readonly onDidChangeVisibility: (isVisible: boolean) => void;
}

export interface ClusterView extends Disposable {
  readonly selection: readonly TreeNode[];
  /** Brings a row into sight and selects it, without taking the focus. */
  reveal(node: TreeNode): Promise<void>;
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

type TreeSources = Pick<ClusterViewOptions, 'state' | 'pm2'>;

export class ClusterTree implements vscode.TreeDataProvider<TreeNode>, Disposable {
  private readonly sources: TreeSources;
  private readonly changed = new vscode.EventEmitter<TreeNode[] | undefined>();
  /** One object per row for as long as the row exists: VS Code knows rows by identity. */
  private readonly nodes = new Map<string, TreeNode>();
  private readonly shownRows = new Map<string, Row | undefined>();
  /** When the details of a row were shown last. */
  private readonly readAt = new Map<string, number>();
  private readonly shownChildren = new Map<string, string>();

  readonly onDidChangeTreeData = this.changed.event;

  constructor(sources: TreeSources) {
    this.sources = sources;
  }

  /** The one object that stands for this row. */
  same(node: TreeNode): TreeNode {
    const id = treeNodeId(node);
    const known = this.nodes.get(id) ?? node;
    this.nodes.set(id, known);
    return known;
  }

  getChildren(node?: TreeNode): TreeNode[] {
    const children = treeChildrenOf(this.shown, node).map((child) => this.same(child));
    this.shownChildren.set(node ? treeNodeId(node) : ROOT, idsOf(children));
    return children;
  }

  getParent(node: TreeNode): TreeNode | undefined {
    const parent = treeParentOf(node);
    return parent && this.same(parent);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const row = this.rowOf(node);
    this.shownRows.set(treeNodeId(node), row);
    return row ? itemOf(row) : new vscode.TreeItem('');
  }

  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    this.readAt.set(treeNodeId(node), Date.now());
    const text = treeTooltipOf(t, this.shown, node, Date.now());
    if (text === undefined) return item;
    item.tooltip = new vscode.MarkdownString(text, true);
    item.tooltip.isTrusted = { enabledCommands: TOOLTIP_COMMANDS };
    return item;
  }

  /** Tells VS Code of the rows that say something else than they did. */
  refresh(): void {
    if (this.hasOtherChildren(undefined)) return this.refreshAll();
    const stale = treeChildrenOf(this.shown).flatMap((node) => this.staleIn(this.same(node)));
    if (stale.length > 0) this.changed.fire(stale);
  }

  dispose(): void {
    this.changed.dispose();
  }

  private refreshAll(): void {
    const known = new Set([ROOT, ...treeChildrenOf(this.shown).map(treeNodeId)]);
    for (const [id, node] of this.nodes) if (!known.has(treeNodeId(topOf(node)))) this.nodes.delete(id);
    for (const id of this.shownRows.keys()) if (!this.nodes.has(id)) this.forget(id);
    for (const id of this.shownChildren.keys()) if (id !== ROOT && !this.nodes.has(id)) this.shownChildren.delete(id);
    this.changed.fire(undefined);
  }

  private forget(id: string): void {
    this.shownRows.delete(id);
    this.readAt.delete(id);
  }

  /** A row that is told as changed takes those below it with it. */
  private staleIn(node: TreeNode): TreeNode[] {
    if (this.hasOtherChildren(node) || this.isStale(node)) return [node];
    return treeChildrenOf(this.shown, node).flatMap((child) => this.staleIn(this.same(child)));
  }

  private hasOtherChildren(node: TreeNode | undefined): boolean {
    const shown = this.shownChildren.get(node ? treeNodeId(node) : ROOT);
    return shown !== undefined && shown !== idsOf(treeChildrenOf(this.shown, node));
  }

  private isStale(node: TreeNode): boolean {
    const id = treeNodeId(node);
    if (!this.shownRows.has(id)) return false;
    const [shown, row] = [this.shownRows.get(id), this.rowOf(node)];
    const isBeingRead = Date.now() - (this.readAt.get(id) ?? 0) < READING_TIME;
    return isBeingRead ? shown?.contextValue !== row?.contextValue : JSON.stringify(shown) !== JSON.stringify(row);
  }

  private get shown(): TreeState {
    return { cluster: this.sources.state.state, pm2: this.sources.pm2.pm2 };
  }

  private rowOf(node: TreeNode): Row | undefined {
    return treeRowOf(t, this.shown, node, Date.now());
  }
}

function topOf(node: TreeNode): TreeNode {
  const parent = treeParentOf(node);
  return parent ? topOf(parent) : node;
}

const idsOf = (nodes: readonly TreeNode[]): string => nodes.map(treeNodeId).join('\n');

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
export function createClusterView({ state, pm2, onDidChangeVisibility }: ClusterViewOptions): ClusterView {
  const tree = new ClusterTree({ state, pm2 });
  const view = vscode.window.createTreeView(CLUSTER_VIEW, { treeDataProvider: tree, showCollapseAll: true });
  const refresh = (): void => {
    view.badge = badgeOf(t, state.state);
    if (view.visible) tree.refresh();
  };
  const pace = new Pace(refresh);
  const isEmpty = (): boolean => state.state.runs.length === 0 && pm2.pm2 === undefined;
  const clock = setInterval(() => view.visible && !isEmpty() && pace.calmly(), CLOCK);
  const subscriptions = [
    state.onDidChange((now, before) => (isUrgent(now, before) ? pace.soon() : pace.calmly())),
    pm2.onDidChange((what) => (what === 'apps' ? pace.soon() : pace.calmly())),
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
