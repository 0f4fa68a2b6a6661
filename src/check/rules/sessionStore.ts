/** Sessions that stay in the memory of the process that made them: no `store`, or one that is called a memory store. */
import type { Node } from '@babel/types';
import type { Edit, Finding } from '../../core/stateless/finding';
import { type Imported, isOpen, propertyOf, type Script } from '../script';

type ObjectLiteral = Extract<Node, { type: 'ObjectExpression' }>;

const EXPRESS = 'express-session';
const FASTIFY = ['@fastify/session', 'fastify-session'];

export function findSessionStores(script: Script): readonly Finding[] {
  return script.nodes('CallExpression').flatMap((call): Finding[] => {
    const [first, second] = call.arguments;
    if (isWhole(script.resolve(call.callee), EXPRESS)) return inMemory(script, call.callee, first, true);
    const plugin = script.resolve(first);
    if (first && FASTIFY.some((name) => isWhole(plugin, name))) return inMemory(script, first, second, false);
    return [];
  });
}

function isWhole(imported: Imported | undefined, module: string): boolean {
  return imported?.module === module && imported.name === '';
}

function inMemory(script: Script, at: Node, argument: Node | undefined, isFixable: boolean): Finding[] {
  const options = literalOf(script, argument);
  if (argument && !options) return [];
  const store = options && propertyOf(options, 'store');
  if (store && !isMemoryStore(script, store)) return [];
  if (!store && options && (isOpen(options) || isGivenLater(script))) return [];
  const finding: Finding = { rule: 'session-store', start: at.start ?? 0, end: at.end ?? 0, detail: '' };
  return [isFixable && options && !store ? { ...finding, fix: redisStore(script, options) } : finding];
}

/** The options themselves, or the literal that the variable was declared with. */
function literalOf(script: Script, node: Node | undefined): ObjectLiteral | undefined {
  if (node?.type === 'ObjectExpression') return node;
  const values = node?.type === 'Identifier' ? script.valuesOf(node.name) : [];
  const [only] = values;
  return values.length === 1 && only?.type === 'ObjectExpression' ? only : undefined;
}

function isMemoryStore(script: Script, property: Node): boolean {
  if (property.type !== 'ObjectProperty') return false;
  const { value } = property;
  const made = value.type === 'NewExpression' ? value : firstValue(script, value);
  return made?.type === 'NewExpression' && /^(?:[\w$]+\.)*MemoryStore$/.test(script.textOf(made.callee));
}

function firstValue(script: Script, value: Node): Node | undefined {
  return value.type === 'Identifier' ? script.valuesOf(value.name)[0] : undefined;
}

/** `options.store = ...` somewhere, as many apps do for production. */
function isGivenLater(script: Script): boolean {
  return script.nodes('AssignmentExpression').some(({ left }) => /\.store$/.test(script.textOf(left)));
}

/** What the boilerplate has: a client, and a store over it. */
function redisStore(script: Script, options: ObjectLiteral): readonly Edit[] {
  const imports = script.nodes('ImportDeclaration');
  const last = imports.at(-1) ?? lastRequire(script);
  const at = last?.end ?? 0;
  const isEsm = imports.length > 0;
  const lines = [
    importLine('RedisStore', "'connect-redis'", isEsm),
    importLine('createClient', "'redis'", isEsm),
    '',
    "const redisClient = createClient({ url: process.env.REDIS_URL ?? 'redis://127.0.0.1:6379' });",
    "redisClient.on('error', (error) => console.error('Redis:', error.message));",
    'redisClient.connect();',
  ];
  const inside = (options.start ?? 0) + 1;
  const gap = /^\s*/.exec(script.text.slice(inside))?.[0] || ' ';
  return [
    { start: at, end: at, text: at === 0 ? `${lines.join('\n')}\n` : `\n${lines.join('\n')}` },
    { start: inside, end: inside, text: `${gap}store: new RedisStore({ client: redisClient }),` },
  ];
}

function importLine(name: string, module: string, isEsm: boolean): string {
  return isEsm ? `import { ${name} } from ${module};` : `const { ${name} } = require(${module});`;
}

/** The last statement of the file's own level that requires something. */
function lastRequire(script: Script): Node | undefined {
  return script
    .nodes('VariableDeclaration')
    .filter((node) => script.parent(node)?.type === 'Program')
    .filter(({ declarations }) => declarations.some(({ init }) => init && /^require\(/.test(script.textOf(init))))
    .at(-1);
}
