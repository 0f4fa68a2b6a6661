/** A socket.io server whose clients start by long-polling, with nothing that keeps a client with its worker. */
import type { Node } from '@babel/types';
import type { Finding } from '../../core/stateless/finding';
import type { ProjectFacts } from '../../core/stateless/projectFacts';
import { isOpen, propertyOf, type Script } from '../script';

type Call = Extract<Node, { type: 'CallExpression' | 'NewExpression' }>;

export function findSocketSticky(script: Script, { hasSticky }: ProjectFacts): readonly Finding[] {
  if (hasSticky || script.importsFrom(/^@socket\.io\/sticky$/)) return [];
  const servers = socketServers(script).filter((call) => !isWebSocketOnly(call));
  return servers.map(({ callee: { start, end } }) => {
    return { rule: 'socket-sticky', start: start ?? 0, end: end ?? 0, detail: '' };
  });
}

/** Where socket.io servers are made: `new Server(...)`, `require('socket.io')(...)`, `io.listen(...)`. */
export function socketServers(script: Script): readonly Call[] {
  const isMaker = ({ callee }: Call): boolean => {
    const made = script.resolve(callee);
    return made?.module === 'socket.io' && /^(?:Server|listen)?$/.test(made.name);
  };
  const calls = script.nodes('CallExpression').filter((call) => script.resolve(call) === undefined);
  return [...calls, ...script.nodes('NewExpression')].filter(isMaker);
}

function isWebSocketOnly({ arguments: options }: Call): boolean {
  return options.some((option) => {
    if (option.type !== 'ObjectExpression') return option.type === 'SpreadElement';
    const transports = propertyOf(option, 'transports');
    if (!transports) return isOpen(option);
    const list = transports.type === 'ObjectProperty' ? transports.value : undefined;
    // What is decided elsewhere is not known here.
    return list?.type !== 'ArrayExpression' || !list.elements.some((one) => one && /polling/.test(textOfLiteral(one)));
  });
}

function textOfLiteral(node: Node): string {
  return node.type === 'StringLiteral' ? node.value : 'polling';
}
