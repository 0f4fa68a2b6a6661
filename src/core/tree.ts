/**
 * Everything that the Cluster view shows: our runs, then the apps of PM2. Answers the tree's questions by asking the
 * rows of the one or of the other.
 */
import { pm2ChildrenOf, pm2ParentOf, pm2RowId, pm2RowOf, pm2TooltipOf } from './pm2/pm2Rows';
import type { Pm2Node, Pm2State } from './pm2/pm2State';
import { type Row, rowId } from './row';
import { childrenOf, parentOf, rowOf } from './rows';
import type { ClusterNode, ClusterState } from './state';
import { tooltipOf } from './tooltip';
import type { Translate } from './translate';

export type TreeNode = ClusterNode | Pm2Node;

export interface TreeState {
  readonly cluster: ClusterState;
  readonly pm2: Pm2State | undefined;
}

/** Whether a row is one of PM2. */
function isPm2Node(node: TreeNode): node is Pm2Node {
  return node.kind === 'pm2' || node.kind === 'pm2App' || node.kind === 'pm2Process';
}

/** The row's id: the same for the same thing, whatever happens to it. */
export function treeNodeId(node: TreeNode): string {
  return isPm2Node(node) ? pm2RowId(node) : rowId(node);
}

/** The rows under a row; without one, those at the top. */
export function treeChildrenOf({ cluster, pm2 }: TreeState, node?: TreeNode): readonly TreeNode[] {
  if (!node) return [...childrenOf(cluster), ...pm2ChildrenOf(pm2)];
  return isPm2Node(node) ? pm2ChildrenOf(pm2, node) : childrenOf(cluster, node);
}

/** The row above a row. */
export function treeParentOf(node: TreeNode): TreeNode | undefined {
  return isPm2Node(node) ? pm2ParentOf(node) : parentOf(node);
}

/** What a row says now, or nothing when the thing is gone. */
export function treeRowOf(t: Translate, { cluster, pm2 }: TreeState, node: TreeNode, now: number): Row | undefined {
  return isPm2Node(node) ? pm2RowOf(t, pm2, node, now) : rowOf(t, cluster, node, now);
}

/** The details of a row as Markdown, or nothing when the thing is gone. */
export function treeTooltipOf(
  t: Translate,
  { cluster, pm2 }: TreeState,
  node: TreeNode,
  now: number,
): string | undefined {
  return isPm2Node(node) ? pm2TooltipOf(t, pm2, node, now) : tooltipOf(t, cluster, node, now);
}
