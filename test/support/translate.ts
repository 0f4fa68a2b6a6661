/**
 * `npm run l10n -- de`: brings a language's two files in step with the English texts. What is new there gets an empty
 * text, which a test refuses until somebody has filled it in; what is gone is taken out.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { languageFiles, languages, readManifestStrings, readSourceStrings, readTable } from './sourceStrings';

const [asked] = process.argv.slice(2);

for (const language of asked ? [asked] : languages()) {
  const { code, manifest } = languageFiles(language);
  const missing = write(code, readSourceStrings().texts) + write(manifest, Object.keys(readManifestStrings()));
  console.log(`${language}: ${missing === 0 ? 'complete' : `${missing} texts to translate`}`);
}

/** Writes the file with these keys; answers how many have no text. */
function write(file: string, keys: readonly string[]): number {
  const known = readTable(file);
  const table = Object.fromEntries(keys.map((key) => [key, known[key] ?? '']));
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(table, null, 2)}\n`);
  return Object.values(table).filter((text) => text === '').length;
}
