/**
 * Decides between supervise and observe by reading the entry and its local imports: an app that forks by itself is only
 * watched. It looks for `cluster` being imported and `fork` being called on that very name, and for libraries whose
 * purpose is to fork; a library that merely mentions cluster does not count. Reading stops after a bounded amount.
 */
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, relative } from 'node:path';
import type { ModeReason } from '../../shared/runInfo';

const MOST_FILES = 300;
const LARGEST_FILE = 512 * 1024;
const EXTENSIONS = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.json'];
/** TypeScript imports a source by the name that its output will have. */
const SOURCE_OF: Readonly<Record<string, string>> = { '.js': '.ts', '.mjs': '.mts', '.cjs': '.cts' };

/** Libraries that fork the workers themselves. */
const FORKING_LIBRARIES = new Set([
  'throng',
  'recluster',
  'sticky-session',
  '@socket.io/sticky',
  'cluster-service',
  'strong-cluster-control',
  'cfork',
  'egg-cluster',
  'naught',
  'forky',
]);

/** Why an entry forks by itself, or nothing if it does not seem to. */
export function findForking(entry: string): ModeReason | undefined {
  const queue = [entry];
  const seen = new Set(queue);
  for (const file of queue) {
    const source = readSource(file);
    if (source === undefined) continue;
    const reason = forkingIn(source, relative(dirname(entry), file) || basename(file));
    if (reason) return reason;
    for (const imported of importsOf(source)) {
      const path = imported.startsWith('.') ? resolveLocal(file, imported) : undefined;
      if (!path || seen.has(path) || seen.size >= MOST_FILES) continue;
      seen.add(path);
      queue.push(path);
    }
  }
  return undefined;
}

/** Why one file's source forks: the line that does, or the library that will. */
export function forkingIn(source: string, name: string): ModeReason | undefined {
  const code = withoutComments(source);
  const library = importsOf(code).find((imported) => FORKING_LIBRARIES.has(imported));
  if (library) return { code: 'library', detail: library };
  const at = forkCall(code);
  if (at === undefined) return undefined;
  return { code: 'forks', detail: `${name}:${code.slice(0, at).split('\n').length}` };
}

/** Where `fork` is called on what `cluster` was imported as. */
function forkCall(code: string): number | undefined {
  for (const name of clusterNames(code)) {
    const call = new RegExp(
      `\\b${name.replaceAll('$', '\\$')}(?:\\.default)?\\s*(?:\\??\\.\\s*fork|\\[\\s*["']fork["']\\s*\\])\\s*\\(`,
    );
    const match = call.exec(code);
    if (match) return match.index;
  }
  if (!/\{[^}]*\bfork\b[^}]*\}\s*(?:=\s*require\(|from)\s*\(?["'](?:node:)?cluster["']/.test(code)) return undefined;
  return /(?<![.\w])fork\s*\(/.exec(code)?.index;
}

function clusterNames(code: string): string[] {
  const module = `["'](?:node:)?cluster["']`;
  const name = '([A-Za-z_$][\\w$]*)';
  const forms = [
    `(?:const|let|var)\\s+${name}\\s*=\\s*(?:[\\w$.]+\\()?\\s*(?:await\\s+import|require)\\s*\\(\\s*${module}`,
    `import\\s+(?:\\*\\s+as\\s+)?${name}\\s*(?:,\\s*\\{[^}]*\\})?\\s*from\\s*${module}`,
    `import\\s+${name}\\s*=\\s*require\\(\\s*${module}`,
    `import\\s*\\{[^}]*\\bdefault\\s+as\\s+${name}[^}]*\\}\\s*from\\s*${module}`,
  ];
  return forms.flatMap((form) => [...code.matchAll(new RegExp(form, 'g'))].map((match) => match[1] ?? ''));
}

function importsOf(code: string): string[] {
  const pattern = /(?:\bfrom|\brequire\s*\(|\bimport\s*\(|\bimport)\s*["']([^"'\n]+)["']/g;
  return [...code.matchAll(pattern)].map((match) => match[1] ?? '');
}

/** Comments become spaces, line breaks stay; what stands in quotes is left alone. */
function withoutComments(source: string): string {
  const pattern = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  return source.replace(pattern, (part) => (part.startsWith('/') ? part.replace(/[^\n]/g, ' ') : part));
}

function resolveLocal(from: string, imported: string): string | undefined {
  const path = join(dirname(from), imported);
  const source = SOURCE_OF[extname(path)];
  const candidates = [
    path,
    ...(source ? [path.slice(0, -extname(path).length) + source] : []),
    ...EXTENSIONS.map((extension) => path + extension),
    ...EXTENSIONS.map((extension) => join(path, `index${extension}`)),
  ];
  return candidates.find(isFile);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function readSource(file: string): string | undefined {
  try {
    const { size } = statSync(file);
    return size > LARGEST_FILE ? undefined : readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
