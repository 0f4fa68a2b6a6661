/**
 * Variables of a file that requests change: each worker has its own. Only what is plainly data counts (a list, a map, a
 * number), and neither caches, which may differ, nor the connections of a worker, which are its own.
 */
import type { Node } from '@babel/types';
import type { Finding } from '../../core/stateless/finding';
import type { ProjectFacts } from '../../core/stateless/projectFacts';
import { isInHandler, isShadowed } from '../handlers';
import { nameOf, propertyName, type Script } from '../script';

type Identifier = Extract<Node, { type: 'Identifier' }>;

const MAY_DIFFER =
  /cache|memo|client|socket|conn|timer|timeout|interval|promise|lock|inflight|pending|log|metric|seen|once|warn/i;
const CHANGES = /^(?:push|unshift|splice|pop|shift|set|add|delete|clear|sort|reverse)$/;

export function findSharedState(script: Script, { isServer }: ProjectFacts): readonly Finding[] {
  if (!isServer) return [];
  return declaredData(script).flatMap((id): Finding[] => {
    const isChanged = usesOf(script, id.name).some((use) => changes(script, use) && isInHandler(script, use));
    if (!isChanged) return [];
    return [{ rule: 'shared-state', start: id.start ?? 0, end: id.end ?? 0, detail: id.name }];
  });
}

/** The names that are declared on the file's own level as data. */
function declaredData(script: Script): Identifier[] {
  return script.nodes('VariableDeclarator').flatMap(({ id, init }): Identifier[] => {
    if (id.type !== 'Identifier' || !init || MAY_DIFFER.test(id.name) || !isData(script, init)) return [];
    const statement = [...script.ancestors(id)][1];
    const place = statement && script.parent(statement);
    return place?.type === 'Program' || place?.type === 'ExportNamedDeclaration' ? [id] : [];
  });
}

function isData(script: Script, init: Node): boolean {
  if (init.type === 'NewExpression') return /^(?:Map|Set)$/.test(script.textOf(init.callee));
  if (init.type === 'TSAsExpression') return isData(script, init.expression);
  return ['ArrayExpression', 'ObjectExpression', 'NumericLiteral'].includes(init.type);
}

function usesOf(script: Script, name: string): Identifier[] {
  return script.nodes('Identifier').filter((node) => node.name === name && !isShadowed(script, node, name));
}

/** Whether the variable, or what it holds, is another one after this. */
function changes(script: Script, use: Identifier): boolean {
  const parent = script.parent(use);
  if (!parent) return false;
  if (parent.type === 'UpdateExpression') return true;
  if (parent.type === 'AssignmentExpression') return parent.left === use && !isEmpty(parent.right);
  if (parent.type !== 'MemberExpression' || parent.object !== use) return false;
  const outer = script.parent(parent);
  if (outer?.type === 'CallExpression') return outer.callee === parent && CHANGES.test(propertyName(parent));
  return isWrite(outer, parent);
}

/** Starting anew for each request is no way to remember anything. */
function isEmpty(value: Node): boolean {
  if (value.type === 'ObjectExpression') return value.properties.length === 0;
  return value.type === 'ArrayExpression' && value.elements.length === 0;
}

function isWrite(outer: Node | undefined, member: Node): boolean {
  if (outer?.type === 'AssignmentExpression') return outer.left === member && nameOf(outer.right) !== 'undefined';
  return outer?.type === 'UpdateExpression' || (outer?.type === 'UnaryExpression' && outer.operator === 'delete');
}
