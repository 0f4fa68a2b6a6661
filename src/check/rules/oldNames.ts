/** `cluster.isMaster` and `cluster.setupMaster`, which are called `isPrimary` and `setupPrimary` since Node 16. */
import type { Finding } from '../../core/stateless/finding';
import type { Script } from '../script';

const TODAY: Readonly<Record<string, string>> = { isMaster: 'isPrimary', setupMaster: 'setupPrimary' };

export function findOldNames(script: Script): readonly Finding[] {
  return script.nodes('MemberExpression').flatMap((node): Finding[] => {
    const { object, property, computed } = node;
    if (computed || property.type !== 'Identifier' || property.start == null || property.end == null) return [];
    const today = TODAY[property.name];
    const owner = script.resolve(object);
    if (today === undefined || owner?.module !== 'cluster' || owner.name !== '') return [];
    const { start, end, name } = property;
    return [{ rule: 'old-names', start, end, detail: name, fix: [{ start, end, text: today }] }];
  });
}
