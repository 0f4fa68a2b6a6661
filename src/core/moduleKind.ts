/**
 * Whether a file is a CommonJS or an ES module, by the rules that Node follows: its extension, else the `type` of the
 * nearest package.json, else what the text itself uses. The caller finds that package.json; nothing here touches a disk.
 */
import { extensionOf } from './entryFile';

export type ModuleKind = 'commonjs' | 'esm';

/** What is known of a document. An untitled one has a name without an extension. */
export interface ModuleClues {
  readonly fileName: string;
  /** The `type` of the nearest package.json, see `packageTypeOf`. */
  readonly packageType?: string | undefined;
  /** What the document says so far. */
  readonly text?: string;
}

const BY_EXTENSION: Readonly<Record<string, ModuleKind>> = {
  '.mjs': 'esm',
  '.mts': 'esm',
  '.cjs': 'commonjs',
  '.cts': 'commonjs',
};

const COMMENT_OR_TEMPLATE = /\/\*.*?\*\/|\/\/[^\n]*|`(?:\\.|[^`\\])*`/gs;
const ESM_SYNTAX = [
  /^\s*import\s*["'{*]/m,
  /^\s*import\s+(?:type\s+)?[\w$]+\s*(?:,|from\b)/m,
  /^\s*import\s+type\s*[{*]/m,
  /^\s*export\s*[{*]/m,
  /^\s*export\s+(?:default|const|let|var|async|function|class|abstract|type|interface|enum|namespace)\b/m,
  /\bimport\.meta\b/,
];
const COMMONJS_SYNTAX = [/\brequire\s*\(/, /\bmodule\.exports\b/, /^\s*exports\.\w/m];

/** The kind of module that Node takes the document for; without any clue CommonJS, as Node does. */
export function moduleKind({ fileName, packageType, text = '' }: ModuleClues): ModuleKind {
  const named = BY_EXTENSION[extensionOf(fileName)];
  if (named) return named;
  if (packageType === 'module') return 'esm';
  if (packageType === 'commonjs') return 'commonjs';
  return kindOfSyntax(text) ?? 'commonjs';
}

/** What the code itself tells: `import` and `export` against `require` and `exports`. Where both stand it is an ES module. */
function kindOfSyntax(text: string): ModuleKind | undefined {
  const code = text.replace(COMMENT_OR_TEMPLATE, '');
  if (ESM_SYNTAX.some((pattern) => pattern.test(code))) return 'esm';
  return COMMONJS_SYNTAX.some((pattern) => pattern.test(code)) ? 'commonjs' : undefined;
}

/** The `type` that a package.json names. Never throws: text that is not a JSON object names none. */
export function packageTypeOf(manifest: string): string | undefined {
  try {
    const json: unknown = JSON.parse(manifest.replace(/^\uFEFF/, ''));
    const type = typeof json === 'object' && json !== null && 'type' in json ? json.type : undefined;
    return typeof type === 'string' ? type : undefined;
  } catch {
    // A package.json in the middle of being edited is common and says nothing about the module kind.
    return undefined;
  }
}
