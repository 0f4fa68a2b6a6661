/**
 * Leads from the file that ran to the file that was written: where a place lies in a script with a source map, the place
 * in its source is told instead. Node's own reader of source maps is used.
 */
import { readFileSync, statSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ErrorInfo } from '../shared/protocol';

/** A script or a map of more than this many bytes is not worth the wait. */
const LARGEST_FILE = 16 * 1024 * 1024;

/** The error with the place in its source, or as it was where there is no map. */
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
 * The place in the source, or the given one where there is no map. `reference` is where the map is, or the map itself,
 * as the script's last comment says it; by default the file is asked.
 */
export function sourceOf(place: Place, reference?: string): Place {
  try {
    return sourcePlace(place, reference) ?? place;
  } catch {
    // A map that is missing, broken or out of date: the place in the script is true in any case.
    return place;
  }
}

function sourcePlace({ file, line, column }: Place, given?: string): Place | undefined {
  const reference = given ?? referenceIn(file);
  if (reference === undefined) return undefined;
  const payload = readMap(file, reference);
  const entry = new SourceMap(payload).findEntry(line - 1, column - 1);
  if (!('originalSource' in entry) || !entry.originalSource) return undefined;
  const source = resolveSource(dirname(file), payload.sourceRoot ?? '', entry.originalSource);
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

function resolveSource(folder: string, root: string, source: string): string {
  if (source.startsWith('file:')) return fileURLToPath(source);
  return isAbsolute(source) ? source : resolve(folder, root, source);
}

function read(file: string): string {
  if (statSync(file).size > LARGEST_FILE) throw new Error(`${file} is too large`);
  return readFileSync(file, 'utf8');
}
