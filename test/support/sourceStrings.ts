/** Reads the texts that the code gives to a translator, and what is there of each language. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
/** A call of `t` or `l10n.t`; what stands in a comment ends before it. */
const CALL = /(?<![\w$.])(?:vscode\.)?(?:l10n\.)?t\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|([^\s)][^\n]*))/g;
/** The page of the dashboard has no translator: it is sent a table of words, which `core` has. */
const WITHOUT_TRANSLATOR = /^dashboard[\\/]/;

export interface SourceStrings {
  /** Every text, once, in the order of the alphabet. */
  readonly texts: readonly string[];
  /** Calls whose text is not written where it is translated, so that nobody could find it: `file: call`. */
  readonly unreadable: readonly string[];
}

/** All texts of `src`. */
export function readSourceStrings(): SourceStrings {
  const texts = new Set<string>();
  const unreadable: string[] = [];
  for (const file of sourceFiles()) {
    for (const [, single, double, other] of readFileSync(path.join(ROOT, 'src', file), 'utf8').matchAll(CALL)) {
      const literal = single ?? double;
      if (literal !== undefined) texts.add(unescaped(literal));
      else if (other !== 'message, ...args);') unreadable.push(`${file}: ${other}`);
    }
  }
  return { texts: [...texts].sort(), unreadable };
}

/** The languages that the extension speaks beside English, by their files. */
export function languages(): string[] {
  return readdirSync(ROOT).flatMap((name) => /^package\.nls\.(.+)\.json$/.exec(name)?.[1] ?? []);
}

/** Where a language's texts of the code and of the manifest are. */
export function languageFiles(language: string): { readonly code: string; readonly manifest: string } {
  return {
    code: path.join(ROOT, 'media', 'l10n', `bundle.l10n.${language}.json`),
    manifest: path.join(ROOT, `package.nls.${language}.json`),
  };
}

/** The texts of the manifest, in English, by their keys. */
export function readManifestStrings(): Record<string, string> {
  return readTable(path.join(ROOT, 'package.nls.json'));
}

/** A file of texts; one that is not there yet is empty. */
export function readTable(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

function sourceFiles(): string[] {
  const files = readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.ts') && !WITHOUT_TRANSLATOR.test(file));
}

const unescaped = (literal: string): string => literal.replace(/\\n/g, '\n').replace(/\\(.)/g, '$1');
