/** What is told to all clients, or to those of a room, with nothing that tells the other workers' clients. */
import type { Node } from '@babel/types';
import type { Finding } from '../../core/stateless/finding';
import type { ProjectFacts } from '../../core/stateless/projectFacts';
import { nameOf, propertyName, type Script } from '../script';
import { socketServers } from './socketSticky';

type Member = Extract<Node, { type: 'MemberExpression' }>;

export function findSocketBroadcasts(script: Script, facts: ProjectFacts): readonly Finding[] {
  return [...socketIo(script, facts), ...plainWebSockets(script)].slice(0, 1);
}

function socketIo(script: Script, { hasSocketAdapter, packages }: ProjectFacts): Finding[] {
  if (hasSocketAdapter || /\.adapter\s*\(|\badapter\s*:/.test(script.text)) return [];
  const servers = serverNames(script);
  if (servers.size === 0 && !packages.has('socket.io')) return [];
  return script.nodes('CallExpression').flatMap(({ callee }): Finding[] => {
    if (callee.type !== 'MemberExpression' || propertyName(callee) !== 'emit') return [];
    const path = pathOf(callee.object);
    return isToMany(path, servers) ? [finding(script, callee, path)] : [];
  });
}

/** The names behind which the servers are kept; `io` is one by custom. */
function serverNames(script: Script): ReadonlySet<string> {
  const names = socketServers(script).flatMap((call) => {
    const parent = script.parent(call);
    if (parent?.type === 'VariableDeclarator') return [nameOf(parent.id)];
    if (parent?.type !== 'AssignmentExpression') return [];
    return [parent.left.type === 'MemberExpression' ? propertyName(parent.left) : nameOf(parent.left)];
  });
  return new Set(names.filter((name) => name !== ''));
}

/** `io.to(x)` is `['io', 'to']`, `this.io.sockets` is `['io', 'sockets']`. */
function pathOf(node: Node): string[] {
  switch (node.type) {
    case 'Identifier':
      return [node.name];
    case 'MemberExpression':
      return node.object.type === 'ThisExpression'
        ? [propertyName(node)]
        : [...pathOf(node.object), propertyName(node)];
    case 'CallExpression':
      return pathOf(node.callee);
    default:
      return [''];
  }
}

function isToMany([root = '', ...rest]: readonly string[], servers: ReadonlySet<string>): boolean {
  if (servers.has(root) || root === 'io') return rest.every((name) => SERVER_STEPS.has(name));
  return /^(?:socket|client)$/.test(root) && rest.length > 0 && rest.every((name) => SOCKET_STEPS.has(name));
}
const SERVER_STEPS = new Set(['sockets', 'to', 'in', 'of', 'except', 'local', 'volatile', 'compress', 'timeout']);
const SOCKET_STEPS = new Set(['broadcast', 'to', 'in', 'except', 'volatile', 'compress', 'timeout']);

/** `for (const client of wss.clients) client.send(...)` and the like, of the package ws. */
function plainWebSockets(script: Script): Finding[] {
  if (!script.importsFrom(/^ws$/)) return [];
  return script.nodes('MemberExpression').flatMap((node): Finding[] => {
    if (propertyName(node) !== 'clients') return [];
    const loop = loopOver(script, node);
    return loop && /\.send\s*\(/.test(script.textOf(loop)) ? [finding(script, node, [script.textOf(node)])] : [];
  });
}

function loopOver(script: Script, clients: Member): Node | undefined {
  const parent = script.parent(clients);
  if (parent?.type === 'ForOfStatement' && parent.right === clients) return parent;
  if (parent?.type === 'MemberExpression' && propertyName(parent) === 'forEach') return script.parent(parent);
  return undefined;
}

function finding(script: Script, node: Member, path: readonly string[]): Finding {
  const isCall = propertyName(node) === 'emit';
  const detail = isCall ? [...path, 'emit'].join('.') : script.textOf(node);
  return { rule: 'socket-broadcast', start: node.start ?? 0, end: node.end ?? 0, detail };
}
