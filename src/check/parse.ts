/** Turns a script's text into a syntax tree: JavaScript with JSX, TypeScript, and what is half-written as far as it goes. */
import { type ParserPlugin, parse } from '@babel/parser';
import type { File } from '@babel/types';

/** The tree, or nothing where the text is not a script at all. */
export function parseScript(text: string, fileName: string): File | undefined {
  try {
    return parse(text, {
      sourceType: 'unambiguous',
      plugins: pluginsFor(fileName),
      errorRecovery: true,
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
      allowUndeclaredExports: true,
      allowSuperOutsideMethod: true,
      attachComment: false,
    });
  } catch {
    // A person in the middle of a line: there is nothing to say about it yet.
    return undefined;
  }
}

function pluginsFor(fileName: string): ParserPlugin[] {
  if (/\.[cm]?ts$/.test(fileName)) return ['typescript', 'decorators-legacy'];
  if (/\.tsx$/.test(fileName)) return ['typescript', 'jsx', 'decorators-legacy'];
  return ['jsx', 'decorators-legacy'];
}
