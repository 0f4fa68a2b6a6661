/** Entries that a request drops from a cache in memory: the caches of the other workers keep theirs. */
import type { Node } from '@babel/types';
import type { Finding } from '../../core/stateless/finding';
import type { ProjectFacts } from '../../core/stateless/projectFacts';
import { isInHandler } from '../handlers';
import { nameOf, propertyName, type Script } from '../script';

const CACHES = /^(?:node-cache|memory-cache|lru-cache|quick-lru|@isaacs\/ttlcache)$/;
const DROPS = /^(?:del|delete|flushAll|clear|reset|take)$/;

export function findLocalCaches(script: Script, { isServer }: ProjectFacts): readonly Finding[] {
  if (!isServer) return [];
  return script.nodes('CallExpression').flatMap(({ callee }): Finding[] => {
    if (callee.type !== 'MemberExpression' || !DROPS.test(propertyName(callee))) return [];
    if (!isCache(script, callee.object) || !isInHandler(script, callee)) return [];
    return [{ rule: 'local-cache', start: callee.start ?? 0, end: callee.end ?? 0, detail: nameOf(callee.object) }];
  });
}

function isCache(script: Script, node: Node): boolean {
  if (node.type !== 'Identifier') return false;
  if (CACHES.test(script.resolve(node)?.module ?? '')) return true;
  return script.valuesOf(node.name).some((value) => {
    if (value.type !== 'NewExpression') return false;
    const isPlainMap = script.textOf(value.callee) === 'Map' && /cache/i.test(node.name);
    return isPlainMap || CACHES.test(script.resolve(value.callee)?.module ?? '');
  });
}
