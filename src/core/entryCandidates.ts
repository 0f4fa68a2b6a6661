/**
 * Where a project's entry may be, in the order of likelihood: the file in front of the person, what `package.json`
 * names, then the usual names in the usual folders. Paths stay relative to their folder and with forward slashes; the
 * caller looks which of them exist.
 */
import { isLikelyApp, isRunnable } from './entryFile';
import { entryOfScript, type PackageManifest } from './packageManifest';

/** Why a file is offered. */
export type CandidateSource = 'editor' | 'main' | 'start' | 'name';

export type Candidate =
  | { readonly kind: 'entry'; readonly path: string; readonly source: CandidateSource }
  | { readonly kind: 'script'; readonly script: string };

const NAMES = ['server', 'app', 'index', 'main'];
const FOLDERS = ['', 'src/', 'dist/'];
const EXTENSIONS = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'];

/** The usual names, the project's root before its folders, JavaScript before TypeScript. */
function usualEntries(): string[] {
  return FOLDERS.flatMap((folder) =>
    NAMES.flatMap((name) => EXTENSIONS.map((extension) => `${folder}${name}${extension}`)),
  );
}

/** The files that a path in `package.json` may mean, as Node resolves it. */
function resolutionsOf(path: string): string[] {
  const plain = path.replace(/^\.\//, '').replace(/\/+$/, '');
  return [plain, ...['.js', '.cjs', '.mjs', '.ts'].map((extension) => plain + extension), `${plain}/index.js`];
}

export interface CandidateQuery {
  /** The active editor's file relative to the folder, where it lies inside. */
  readonly editorFile?: string;
  readonly manifest: PackageManifest;
  /** Whether a path relative to the folder is a file. */
  readonly isFile: (path: string) => Promise<boolean>;
}

async function firstFile(paths: readonly string[], isFile: CandidateQuery['isFile']): Promise<string | undefined> {
  for (const path of paths) if (isRunnable(path) && (await isFile(path))) return path;
  return undefined;
}

/** What can be run in a folder, the likeliest first, each file once. */
export async function findCandidates({ editorFile, manifest, isFile }: CandidateQuery): Promise<Candidate[]> {
  const found: Candidate[] = [];
  const add = (path: string | undefined, source: CandidateSource): void => {
    const isKnown = found.some((one) => one.kind === 'entry' && one.path === path);
    if (path !== undefined && !isKnown) found.push({ kind: 'entry', path, source });
  };
  if (editorFile !== undefined && isLikelyApp(editorFile)) add(editorFile, 'editor');
  if (manifest.main !== undefined) add(await firstFile(resolutionsOf(manifest.main), isFile), 'main');
  const start = manifest.scripts.start;
  const startEntry = start === undefined ? undefined : entryOfScript(start);
  if (startEntry !== undefined) add(await firstFile(resolutionsOf(startEntry), isFile), 'start');
  else if (start !== undefined) found.push({ kind: 'script', script: 'start' });
  if (found.every((one) => one.kind === 'entry' && one.source === 'editor'))
    add(await firstFile(usualEntries(), isFile), 'name');
  return found;
}
