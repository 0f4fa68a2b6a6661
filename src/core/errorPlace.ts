/** Where an error came from, as something that an editor can open. */
import type { ErrorInfo } from '../shared/runInfo';

export interface ErrorPlace {
  /** Absolute path. */
  readonly file: string;
  /** From 1, as the column. */
  readonly line: number;
  readonly column: number;
}

/** The place of an error; nothing where it has none: code of `eval` and of `-e` has a name, but is nowhere. */
export function errorPlace(error: ErrorInfo | undefined): ErrorPlace | undefined {
  const { file, line = 1, column = 1 } = error ?? {};
  return file !== undefined && isAbsolutePath(file) ? { file, line, column } : undefined;
}

const isAbsolutePath = (file: string): boolean => /^([/\\]|[A-Za-z]:[/\\])/.test(file);
