/**
 * Whether this process is the one that the run is about. Under `npm start` the preload also reaches npm, npx, build
 * tools and compilers: these stay untouched. No file is read unless the names already agree.
 */
import type { LaunchParameters, ParsedParameters } from '../shared/launchParameters';

export interface Target extends ParsedParameters {
  /** The preload's own path. */
  readonly preload: string;
  /** The app's file as it was typed: the main file, or the one that a runner was given. */
  readonly file: string;
  /**
   * Whether a person named this process: by its entry, or by typing `--require` before it. A process that was only
   * guessed may be a build script, so it starts with one worker.
   */
  readonly named: boolean;
}

/** Programs that load the app into their own process, by the name of their file. */
const RUNNERS = new Set(['ts-node', 'ts-node-esm', 'ts-node-script', 'ts-node-transpile-only']);

/** The target that this process is, or nothing. */
export function readTarget(parsed: ParsedParameters, mainFile: string, preload: string): Target | undefined {
  const typed = process.execArgv.some((option) => option.endsWith('preload.cjs'));
  const file = RUNNERS.has(baseName(mainFile)) ? (givenFile() ?? mainFile) : mainFile;
  if (!isTarget(file, parsed.parameters, typed)) return undefined;
  return { ...parsed, preload, file, named: typed || parsed.parameters.entry !== undefined };
}

/** The first argument of a runner that is a program; options may have arguments of their own before it. */
function givenFile(): string | undefined {
  return process.argv.slice(2).find((word) => /^[^-].*\.[cm]?[jt]sx?$/.test(word));
}

function isTarget(file: string, { entry, root }: LaunchParameters, typed: boolean): boolean {
  if (entry !== undefined) return isSameFile(file, entry);
  return typed || (isUnder(file, root) && !/[\\/](node_modules|\.yarn)[\\/]/.test(file));
}

function isUnder(file: string, root: string | undefined): boolean {
  if (root === undefined || !isAbsolute(file)) return true;
  return file.startsWith(root) || (realPath(file) ?? '').startsWith(realPath(root) ?? '\0');
}

/** `node ./server` and `node .` name `server.js` too: what is typed may be shorter than the file that it finds. */
function isSameFile(mainFile: string, entry: string): boolean {
  if (mainFile === entry) return true;
  const nameFits = baseName(entry).startsWith(baseName(mainFile)) || entry.startsWith(mainFile);
  if (!nameFits) return false;
  const found = resolveMain(mainFile);
  return found !== undefined && (found === entry || found === realPath(entry));
}

function resolveMain(mainFile: string): string | undefined {
  try {
    return require.resolve(mainFile);
  } catch {
    // ESM-only and TypeScript extensions are not resolved by `require`: the path itself is the file then.
    return realPath(mainFile);
  }
}

function realPath(path: string): string | undefined {
  try {
    return (require('node:fs') as typeof import('node:fs')).realpathSync.native(path);
  } catch {
    return undefined;
  }
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path);
}
