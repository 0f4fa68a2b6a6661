/**
 * Leads an error from the file that ran to the file that was written: where the place of an error lies in a script with
 * a source map, the place in its source is told instead. Node's own reader of source maps is used.
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
  try {
    const source = sourcePlace(file, line, column);
    return source ? { ...error, ...source } : error;
  } catch {
    // A map that is missing, broken or out of date: the place in the script is true in any case.
    return error;
  }
}

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

function sourcePlace(file: string, line: number, column: number): Place | undefined {
  const payload = readMap(file);
  if (!payload) return undefined;
  const entry = new SourceMap(payload).findEntry(line - 1, column - 1);
  if (!('originalSource' in entry) || !entry.originalSource) return undefined;
  const source = resolveSource(dirname(file), payload.sourceRoot ?? '', entry.originalSource);
  return { file: source, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

function readMap(file: string): SourceMapPayload | undefined {
  const reference = [...read(file).matchAll(/\/\/[#@] sourceMappingURL=(\S+)/g)].at(-1)?.[1];
  if (reference === undefined) return undefined;
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
