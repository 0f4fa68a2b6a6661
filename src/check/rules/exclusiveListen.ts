/** `listen({ exclusive: true })`: the port is not shared, so the second worker cannot have it. */
import type { Finding } from '../../core/stateless/finding';
import { propertyName, propertyOf, type Script } from '../script';

export function findExclusiveListen(script: Script): readonly Finding[] {
  return script.nodes('CallExpression').flatMap(({ callee, arguments: [options] }): Finding[] => {
    if (callee.type !== 'MemberExpression' || propertyName(callee) !== 'listen') return [];
    if (options?.type !== 'ObjectExpression') return [];
    const property = propertyOf(options, 'exclusive');
    if (property?.type !== 'ObjectProperty' || script.textOf(property.value) !== 'true') return [];
    const { start, end } = property;
    if (start == null || end == null) return [];
    return [{ rule: 'exclusive-listen', start, end, detail: '', fix: [removal(script.text, start, end)] }];
  });
}

/** The property with the comma and the space that follow it, or that come before where it is the last. */
function removal(text: string, start: number, end: number): { start: number; end: number; text: string } {
  const after = /^\s*,[ \t]*/.exec(text.slice(end))?.[0].length;
  if (after !== undefined) return { start, end: end + after, text: '' };
  const before = /,\s*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  return { start: start - before, end, text: '' };
}
