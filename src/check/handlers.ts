/** Which functions answer requests: those with the usual parameters, and those that are given to a router or a socket. */
import type { Node } from '@babel/types';
import { nameOf, propertyName, type Script } from './script';

const ROUTERS = /^(?:app|api|router|routes?|server|fastify|socket|io|.*Router)$/i;
const VERBS = /^(?:get|post|put|patch|delete|all|use|on|route)$/;
const REQUEST = /^_?(?:req|request|ctx|context)$/;

/** Whether a node stands in a function that runs anew for each request or message. */
export function isInHandler(script: Script, node: Node): boolean {
  for (const outer of script.ancestors(node)) if (isHandler(script, outer)) return true;
  return false;
}

function isHandler(script: Script, node: Node): boolean {
  if (!('params' in node) || !Array.isArray(node.params)) return false;
  const [first] = node.params as Node[];
  if (first && REQUEST.test(parameterName(first))) return true;
  const call = script.parent(node);
  if (call?.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return false;
  return VERBS.test(propertyName(call.callee)) && ROUTERS.test(nameOf(call.callee.object));
}

function parameterName(node: Node): string {
  return node.type === 'Identifier' ? node.name : '';
}

/** Whether a name stands for something nearer than the file's own level. */
export function isShadowed(script: Script, node: Node, name: string): boolean {
  for (const outer of script.ancestors(node)) {
    if ('params' in outer && Array.isArray(outer.params)) {
      if ((outer.params as Node[]).some((parameter) => new RegExp(`\\b${name}\\b`).test(script.textOf(parameter))))
        return true;
    }
    if (outer.type === 'BlockStatement' && outer.body.some((statement) => declares(statement, name))) return true;
  }
  return false;
}

function declares(statement: Node, name: string): boolean {
  return statement.type === 'VariableDeclaration' && statement.declarations.some(({ id }) => nameOf(id) === name);
}
