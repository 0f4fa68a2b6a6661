/**
 * The Node.js version that a project asks for in `.nvmrc` or `.node-version`, and the choice among installed versions
 * by it. Aliases such as `lts/iron` name no number; the newest installed version stands in for them.
 */
import { dirname, join } from 'node:path';
import { compareVersions } from '../core/nodeVersion';

const PIN_FILES = ['.nvmrc', '.node-version'];

/** The pin of the nearest folder at or above `folder`; undefined where there is none or it names no number. */
export async function findPin(
  folder: string,
  readText: (path: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  for (const file of PIN_FILES) {
    const text = await readText(join(folder, file));
    if (text !== undefined) return parsePin(text);
  }
  const parent = dirname(folder);
  return parent === folder ? undefined : findPin(parent, readText);
}

/** `v20.11.1`, `20.11` or `20` as digits; undefined for aliases. */
export function parsePin(text: string): string | undefined {
  return /^\s*v?(\d+(?:\.\d+){0,2})\s*(?:#.*)?$/m.exec(text)?.[1];
}

/** Folder names of installed versions, the best first: those that fit the pin before the others, newest first. */
export function orderVersions(names: readonly string[], pin: string | undefined): string[] {
  const fits = (name: string): boolean => pin !== undefined && `${name.replace(/^v/, '')}.`.startsWith(`${pin}.`);
  return names
    .filter((name) => /^v?\d+\.\d+\.\d+$/.test(name))
    .sort((left, right) => Number(fits(right)) - Number(fits(left)) || compareVersions(right, left));
}
