/**
 * Whether a piece of code runs in one process only: behind `cluster.isPrimary`, the number of an instance, a lock or the
 * word of a leader, or in a function that is called from such places alone.
 */
import type { Node } from '@babel/types';
import type { Script } from './script';

const ONE_OF_MANY =
  /NODE_APP_INSTANCE|INSTANCE_ID|pm_id|worker\??\.id|workerId|leader|\blead\b|\block\b|isMainThread|(?:job|cron|schedul)\w*enabled|(?:run|enable|disable)\w*(?:job|cron|schedul)/i;
const PRIMARY = /\bis(?:Primary|Master)\b/;
const WORKER = /\bisWorker\b/;
const ONE_PROCESS_NAME = /primary|master|leader|scheduler|^lead$/i;

/** Whether what stands here happens once, however many workers there are. */
export function happensOnce(script: Script, node: Node): boolean {
  return isGuarded(script, node, new Set());
}

function isGuarded(script: Script, node: Node, seen: Set<Node>): boolean {
  let inner = node;
  for (const outer of script.ancestors(node)) {
    if (isBranch(outer) && isInGuardedBranch(script, outer, inner)) return true;
    if (isFollowingGuard(script, outer, inner)) return true;
    if (isFunction(outer) && isCalledOnce(script, outer, seen)) return true;
    inner = outer;
  }
  return false;
}

type Branch = Extract<Node, { type: 'IfStatement' | 'ConditionalExpression' }>;

function isBranch(node: Node): node is Branch {
  return node.type === 'IfStatement' || node.type === 'ConditionalExpression';
}

function isInGuardedBranch(script: Script, { test, consequent, alternate }: Branch, inner: Node): boolean {
  if (inner !== consequent && inner !== alternate) return false;
  const condition = script.textOf(test);
  if (ONE_OF_MANY.test(condition)) return true;
  return choosesPrimary(condition) === (inner === consequent) && isAboutRole(condition);
}

function isAboutRole(condition: string): boolean {
  return PRIMARY.test(condition) || WORKER.test(condition);
}

/** Whether the condition holds in the primary, rather than in the workers. */
function choosesPrimary(condition: string): boolean {
  const isNegated = /!\s*[\w.]*is(?:Primary|Master|Worker)\b/.test(condition);
  return PRIMARY.test(condition) !== isNegated;
}

/** `if (!cluster.isPrimary) return;` somewhere above in the same block. */
function isFollowingGuard(script: Script, outer: Node, inner: Node): boolean {
  if (outer.type !== 'BlockStatement' && outer.type !== 'Program') return false;
  for (const statement of outer.body) {
    if (statement === inner) return false;
    if (statement.type !== 'IfStatement' || !leaves(script, statement.consequent)) continue;
    const condition = script.textOf(statement.test);
    if (ONE_OF_MANY.test(condition) || (isAboutRole(condition) && !choosesPrimary(condition))) return true;
  }
  return false;
}

function leaves(script: Script, statement: Node): boolean {
  const last = statement.type === 'BlockStatement' ? statement.body.at(-1) : statement;
  return last !== undefined && /^(?:return\b|throw\b|process\.exit)/.test(script.textOf(last));
}

function isFunction(node: Node): boolean {
  return /^(?:Function|ArrowFunction|ObjectMethod|ClassMethod)/.test(node.type);
}

function isCalledOnce(script: Script, node: Node, seen: Set<Node>): boolean {
  const name = functionName(script, node);
  if (name === '' || seen.has(node)) return false;
  if (ONE_PROCESS_NAME.test(name)) return true;
  seen.add(node);
  const calls = script
    .nodes('CallExpression')
    .filter(({ callee }) => callee.type === 'Identifier' && callee.name === name);
  return calls.length > 0 && calls.every((call) => isGuarded(script, call, seen));
}

function functionName(script: Script, node: Node): string {
  if ((node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression') && node.id) return node.id.name;
  const parent = script.parent(node);
  return parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? parent.id.name : '';
}
