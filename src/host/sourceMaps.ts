/**
 * Leads from the file that ran to the file that was written: where a place lies in a script with a source map, the place
 * in its source is told instead. Node's own reader of source maps is used.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, resolve } from 'node:path';
import type { ErrorInfo } from '../shared/runInfo';
import { fileOf } from './scripts';

/** A script or a map of more than this many bytes is not worth the wait. */
const LARGEST_FILE = 16 * 1024 * 1024;

/** The error with the place in its source, or as it was where there is none. */
export function atSource<T extends ErrorInfo>(error: T): T {
  const { file, line, column = 1 } = error;
  if (file === undefined || line === undefined) return error;
  return { ...error, ...sourceOf({ file, line, column }) };
}

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * The place in the source, or the given one where there is no map, or no such source on this machine. `reference` is where
 * the map is, or the map itself, as the script's last comment says it; by default the file is asked.
 */
export function sourceOf(place: Place, reference?: string): Place {
  return sourceFinder(place.file, reference)(place);
}

/** The same for many places of one script, whose map is read once. */
export function sourceFinder(file: string, reference?: string): (place: Place) => Place {
  try {
    const found = reference ?? referenceIn(file);
    if (found === undefined) return (place) => place;
    const payload = readMap(file, found);
    const map = new SourceMap(payload);
    return (place) => sourcePlace({ file, map, root: payload.sourceRoot ?? '' }, place) ?? place;
  } catch {
    // A map that is missing or broken: the place in the script is true in any case.
    return (place) => place;
  }
}

interface ReadMap {
  readonly file: string;
  readonly map: SourceMap;
  readonly root: string;
}

function sourcePlace({ file, map, root }: ReadMap, { line, column }: Place): Place | undefined {
  const entry = map.findEntry(line - 1, column - 1);
  if (!('originalSource' in entry) || !entry.originalSource) return undefined;
  const source = sourceFile(dirname(file), root, entry.originalSource);
  if (source === undefined) return undefined;
  return { file: source, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

function referenceIn(file: string): string | undefined {
  return [...read(file).matchAll(/\/\/[#@] sourceMappingURL=(\S+)/g)].at(-1)?.[1];
}

function readMap(file: string, reference: string): SourceMapPayload {
  const inline = /^data:application\/json[^,]*;base64,(.+)$/.exec(reference)?.[1];
  const text =
    inline === undefined ? read(resolve(dirname(file), decodeURI(reference))) : Buffer.from(inline, 'base64');
  return JSON.parse(text.toString()) as SourceMapPayload;
}

/** A source may be only where the script was built, or have a name that a bundler made up: `webpack://app/./src/server.ts`. */
function sourceFile(folder: string, root: string, source: string): string | undefined {
  const file = source.startsWith('file:') ? fileOf(source) : resolve(folder, root, source);
  return file !== undefined && existsSync(file) ? file : undefined;
}

function read(file: string): string {
  if (statSync(file).size > LARGEST_FILE) throw new Error(`${file} is too large`);
  return readFileSync(file, 'utf8');
}
