/** A server that nothing in the project ends gently. */
import type { Node } from '@babel/types';
import type { Finding } from '../../core/stateless/finding';
import type { ProjectFacts } from '../../core/stateless/projectFacts';
import { propertyName, type Script } from '../script';

const SERVERS = /^(?:express|http|https|http2|fastify|koa|@koa\/.+|restify|connect|polka|@hapi\/hapi|socket\.io|net)$/;

export function findNoShutdown(script: Script, { endsGracefully }: ProjectFacts): readonly Finding[] {
  if (endsGracefully || /SIGTERM|SIGINT/.test(script.text) || !script.importsFrom(SERVERS)) return [];
  const listens = script.nodes('CallExpression').flatMap(({ callee }): Node[] => {
    if (callee.type !== 'MemberExpression' || propertyName(callee) !== 'listen') return [];
    return isInLibrary(script, callee) ? [] : [callee.property];
  });
  return listens.slice(0, 1).map(({ start, end }) => {
    return { rule: 'no-shutdown', start: start ?? 0, end: end ?? 0, detail: '' };
  });
}

/** Whether somebody else decides about the server: a class that listens for its user, a function called `listen`. */
function isInLibrary(script: Script, node: Node): boolean {
  for (const outer of script.ancestors(node)) {
    if (/^Class/.test(outer.type)) return true;
    if (outer.type === 'FunctionDeclaration' && /listen|attach/i.test(outer.id?.name ?? '')) return true;
  }
  return false;
}
