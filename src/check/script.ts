/**
 * A parsed script as the rules ask it: its nodes by type, the parent of each, what a name was imported as. Names are
 * looked up without regard to scopes: code that gives the name of an import to something else is rare, and the rules ask
 * for more than a name.
 */
import type { Comment as AstComment, Expression, Node } from '@babel/types';
import type { Comment } from '../core/stateless/silence';
import { parseScript } from './parse';

type NodeOf<T extends Node['type']> = Extract<Node, { type: T }>;

/** What an expression stands for: a module, or what is exported from it by a name. */
export interface Imported {
  readonly module: string;
  /** Empty for the module itself, which is its default export too. */
  readonly name: string;
}

/** Deeper chains of `const a = b` are not followed. */
const DEEPEST_ALIAS = 5;

export class Script {
  private readonly parents = new Map<Node, Node>();
  private readonly byType = new Map<string, Node[]>();
  private readonly imports = new Map<string, Imported>();
  private readonly values = new Map<string, Node[]>();
  readonly comments: readonly Comment[];

  private constructor(
    readonly text: string,
    root: Node,
    comments: readonly AstComment[],
  ) {
    this.comments = comments.map(({ value, loc }) => ({
      value,
      firstLine: loc?.start.line ?? 0,
      lastLine: loc?.end.line ?? 0,
    }));
    this.collect(root);
    for (const declaration of this.nodes('ImportDeclaration')) this.addImports(declaration);
    for (const declarator of this.nodes('VariableDeclarator')) this.addDeclared(declarator);
    for (const { id, moduleReference } of this.nodes('TSImportEqualsDeclaration')) {
      if (moduleReference.type !== 'TSExternalModuleReference') continue;
      this.imports.set(id.name, { module: bare(moduleReference.expression.value), name: '' });
    }
  }

  /** Reads a text; undefined where it cannot be parsed. */
  static read(text: string, fileName: string): Script | undefined {
    const file = parseScript(text, fileName);
    return file && new Script(text, file.program, file.comments ?? []);
  }

  nodes<T extends Node['type']>(type: T): readonly NodeOf<T>[] {
    return (this.byType.get(type) ?? []) as NodeOf<T>[];
  }

  parent(node: Node): Node | undefined {
    return this.parents.get(node);
  }

  /** The nodes around a node, the nearest first. */
  *ancestors(node: Node): Iterable<Node> {
    for (let at = this.parents.get(node); at; at = this.parents.get(at)) yield at;
  }

  textOf({ start, end }: Node): string {
    return this.text.slice(start ?? 0, end ?? 0);
  }

  /** Whether any import or `require` names a module that matches. */
  importsFrom(module: RegExp): boolean {
    return [...this.imports.values()].some((imported) => module.test(imported.module)) || this.requires(module);
  }

  /** What an expression was imported as, through aliases, members and `require`. */
  resolve(node: Node | null | undefined, depth = 0): Imported | undefined {
    if (!node || depth > DEEPEST_ALIAS) return undefined;
    switch (node.type) {
      case 'Identifier':
        return this.imports.get(node.name) ?? this.resolveValues(node.name, depth);
      case 'MemberExpression':
      case 'OptionalMemberExpression':
        return memberOf(this.resolve(node.object, depth + 1), propertyName(node));
      case 'CallExpression':
        return requiredModule(node);
      case 'AwaitExpression':
        return this.resolve(node.argument, depth + 1);
      case 'ImportExpression':
        return node.source.type === 'StringLiteral' ? { module: bare(node.source.value), name: '' } : undefined;
      default: {
        const inner = unwrapped(node);
        return inner && this.resolve(inner, depth + 1);
      }
    }
  }

  /** What a variable of that name was declared with or has been given. */
  valuesOf(name: string): readonly Node[] {
    return this.values.get(name) ?? [];
  }

  private resolveValues(name: string, depth: number): Imported | undefined {
    for (const value of this.valuesOf(name)) {
      const found = this.resolve(value, depth + 1);
      if (found) return found;
    }
    return undefined;
  }

  private requires(module: RegExp): boolean {
    return this.nodes('CallExpression').some((call) => module.test(requiredModule(call)?.module ?? ''));
  }

  private collect(root: Node): void {
    const pending: Node[] = [root];
    for (let node = pending.pop(); node; node = pending.pop()) {
      const same = this.byType.get(node.type);
      if (same) same.push(node);
      else this.byType.set(node.type, [node]);
      for (const child of childrenOf(node)) {
        this.parents.set(child, node);
        pending.push(child);
      }
    }
    for (const nodes of this.byType.values()) nodes.sort((left, right) => (left.start ?? 0) - (right.start ?? 0));
  }

  private addImports({ source, specifiers }: NodeOf<'ImportDeclaration'>): void {
    for (const specifier of specifiers) {
      const name = specifier.type === 'ImportSpecifier' ? nameOf(specifier.imported) : '';
      this.imports.set(specifier.local.name, { module: bare(source.value), name: name === 'default' ? '' : name });
    }
  }

  private addDeclared({ id, init }: NodeOf<'VariableDeclarator'>): void {
    if (id.type === 'Identifier' && init) this.values.set(id.name, [...this.valuesOf(id.name), init]);
    if (id.type !== 'ObjectPattern' || !init) return;
    const whole = this.resolve(init);
    if (!whole) return;
    for (const property of id.properties) {
      if (property.type !== 'ObjectProperty') continue;
      const target = property.value.type === 'AssignmentPattern' ? property.value.left : property.value;
      const imported = memberOf(whole, nameOf(property.key));
      if (target.type === 'Identifier' && imported) this.imports.set(target.name, imported);
    }
  }
}

function* childrenOf(node: Node): Iterable<Node> {
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) yield* value.filter(isNode);
    else if (isNode(value)) yield value;
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function memberOf(whole: Imported | undefined, name: string): Imported | undefined {
  if (!whole || name === '') return undefined;
  if (name === 'default') return whole;
  return { module: whole.module, name: whole.name === '' ? name : `${whole.name}.${name}` };
}

function requiredModule({ callee, arguments: [argument] }: NodeOf<'CallExpression'>): Imported | undefined {
  const isRequire = (callee.type === 'Identifier' && callee.name === 'require') || callee.type === 'Import';
  return isRequire && argument?.type === 'StringLiteral' ? { module: bare(argument.value), name: '' } : undefined;
}

function bare(module: string): string {
  return module.replace(/^node:/, '');
}

/** The expression inside of what only concerns types and grouping. */
function unwrapped(node: Node): Expression | undefined {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'ParenthesizedExpression':
      return node.expression;
    default:
      return undefined;
  }
}

/** The name of a property that is written out, `a.name` or `a['name']`; empty for any other. */
export function propertyName({ property, computed }: { property: Node; computed?: boolean | null }): string {
  if (computed) return property.type === 'StringLiteral' ? property.value : '';
  return nameOf(property);
}

/** The text of an identifier or a string literal; empty for any other node. */
export function nameOf(node: Node): string {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'StringLiteral' ? node.value : '';
}

/** A property of an object literal by its name. */
export function propertyOf(object: NodeOf<'ObjectExpression'>, name: string): Node | undefined {
  return object.properties.find((property) => property.type !== 'SpreadElement' && nameOf(property.key) === name);
}

/** Whether an object literal may have properties that it does not show. */
export function isOpen(object: NodeOf<'ObjectExpression'>): boolean {
  return object.properties.some(({ type }) => type === 'SpreadElement');
}
