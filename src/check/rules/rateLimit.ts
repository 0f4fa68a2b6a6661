/** Rate limiters that count in the memory of their process. */
import type { Node } from '@babel/types';
import type { Finding } from '../../core/stateless/finding';
import { type Imported, isOpen, nameOf, propertyOf, type Script } from '../script';

/** What makes a limiter, and the options that give it a memory outside the process. */
const BY_CALL: Readonly<Record<string, readonly string[]>> = {
  'express-rate-limit': ['store'],
  'express-slow-down': ['store'],
};
const FASTIFY = '@fastify/rate-limit';
const FASTIFY_STORES = ['redis', 'store'];

export function findRateLimits(script: Script): readonly Finding[] {
  const calls = script.nodes('CallExpression').flatMap(({ callee, arguments: [first, second] }): Finding[] => {
    const made = script.resolve(callee);
    const stores = made && isMaker(made) ? BY_CALL[made.module] : undefined;
    if (made && stores && hasNone(first, stores)) return [finding(callee, made.module)];
    const isRegistered = script.resolve(first)?.module === FASTIFY;
    if (first && isRegistered && hasNone(second, FASTIFY_STORES)) return [finding(first, FASTIFY)];
    if (made?.module === 'koa-ratelimit' && isInMemory(first)) return [finding(callee, made.module)];
    return [];
  });
  const limiters = script.nodes('NewExpression').filter(({ callee }) => {
    const made = script.resolve(callee);
    return made?.module === 'rate-limiter-flexible' && made.name === 'RateLimiterMemory';
  });
  const isInsurance = (node: Node): boolean => {
    const parent = script.parent(node);
    const name = parent?.type === 'ObjectProperty' || parent?.type === 'ClassProperty' ? nameOf(parent.key) : '';
    return /insurance/i.test(name);
  };
  return [
    ...calls,
    ...limiters.filter((node) => !isInsurance(node)).map(({ callee }) => finding(callee, 'RateLimiterMemory')),
  ];
}

/** The makers are the module itself and what is exported under a name such as `rateLimit`, not its stores. */
function isMaker({ name }: Imported): boolean {
  return ['', 'rateLimit', 'slowDown'].includes(name);
}

/** Whether options that are all in sight have none of the names. */
function hasNone(options: Node | undefined, names: readonly string[]): boolean {
  if (options === undefined) return true;
  return options.type === 'ObjectExpression' && !isOpen(options) && names.every((name) => !propertyOf(options, name));
}

function isInMemory(options: Node | undefined): boolean {
  const driver = options?.type === 'ObjectExpression' ? propertyOf(options, 'driver') : undefined;
  return driver?.type === 'ObjectProperty' && nameOf(driver.value) === 'memory';
}

function finding({ start, end }: Node, detail: string): Finding {
  return { rule: 'rate-limit', start: start ?? 0, end: end ?? 0, detail };
}
