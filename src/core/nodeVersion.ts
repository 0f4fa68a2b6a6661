/**
 * What a version of Node.js can do, as far as a launch has to know: whether it is supported at all, whether it runs
 * TypeScript by itself, and how a loader is handed to it.
 */

/** The oldest Node.js that the preload runs on. */
export const OLDEST_NODE = 18;

type Version = readonly [major: number, minor: number];

/** `v22.18.0` or `22.18.0` as numbers; undefined for anything else. */
export function parseVersion(text: string): Version | undefined {
  const match = /^v?(\d+)\.(\d+)\.\d+/.exec(text.trim());
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}

/** Orders versions as numbers, oldest first: 9 before 18 before 22.4 before 22.18. */
export function compareVersions(left: string, right: string): number {
  const numbers = (text: string): number[] => text.replace(/^v/, '').split(/[.-]/).map(Number);
  const [a, b] = [numbers(left), numbers(right)];
  const at = [0, 1, 2].find((index) => (a[index] ?? 0) !== (b[index] ?? 0));
  return at === undefined ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** Whether this Node.js is too old to run clustered. */
export function isTooOld(version: string): boolean {
  const parsed = parseVersion(version);
  return parsed !== undefined && parsed[0] < OLDEST_NODE;
}

/** Whether Node.js runs `.ts` files by itself, by stripping the types: from 22.18 and 23.6 on. */
export function runsTypeScript(version: string): boolean {
  const [major, minor] = parseVersion(version) ?? [0, 0];
  if (major === 22) return minor >= 18;
  if (major === 23) return minor >= 6;
  return major >= 24;
}

/** The option that loads a module loader: `--import` where Node has it for loaders, the older `--loader` before. */
export function loaderOption(version: string): '--import' | '--loader' {
  const [major, minor] = parseVersion(version) ?? [0, 0];
  const hasImport = major > 20 || (major === 20 && minor >= 6) || (major === 18 && minor >= 19);
  return hasImport ? '--import' : '--loader';
}
