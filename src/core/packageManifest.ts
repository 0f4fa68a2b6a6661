/**
 * What a project's `package.json` tells a launch: its name, its main file, its scripts, its package manager. It is read as
 * untrusted text; wrong types count as absent, and text that is not JSON as an empty manifest.
 */
export interface PackageManifest {
  readonly name?: string;
  readonly main?: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly packageManager?: string;
}

const EMPTY: PackageManifest = { scripts: {} };

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function readObject(text: string): Record<string, unknown> | undefined {
  try {
    return asRecord(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    // A manifest in the middle of being edited is common.
    return undefined;
  }
}

/** Reads a manifest's text. Never throws. */
export function parseManifest(text: string | undefined): PackageManifest {
  const json = text === undefined ? undefined : readObject(text);
  if (!json) return EMPTY;
  const scripts = Object.entries(asRecord(json.scripts)).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  );
  return {
    scripts: Object.fromEntries(scripts),
    ...(typeof json.name === 'string' && json.name !== '' && { name: json.name }),
    ...(typeof json.main === 'string' && json.main !== '' && { main: json.main }),
    ...(typeof json.packageManager === 'string' && { packageManager: json.packageManager }),
  };
}

const DEPENDENCIES = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/** The packages that a manifest's text names, for whatever purpose. Never throws. */
export function packagesOf(text: string): ReadonlySet<string> {
  const json = readObject(text);
  return new Set(DEPENDENCIES.flatMap((field) => Object.keys(asRecord(json?.[field]))));
}

const LIKELY = ['start', 'serve', 'server', 'dev', 'develop', 'start:dev', 'start:prod'];

/** The scripts, those that usually start an app first, lifecycle hooks of others (`prestart`) left out. */
export function scriptsToOffer({ scripts }: PackageManifest): string[] {
  const names = Object.keys(scripts).filter((name) => !isHook(name, scripts));
  const rank = (name: string): number => (LIKELY.includes(name) ? LIKELY.indexOf(name) : LIKELY.length);
  return names.sort((left, right) => rank(left) - rank(right));
}

function isHook(name: string, scripts: Readonly<Record<string, string>>): boolean {
  const match = /^(?:pre|post)(.+)$/.exec(name);
  return match?.[1] !== undefined && match[1] in scripts;
}

/** The file that a script runs, where the script is nothing but that: `node server.js`, `tsx ./src/main.ts`. */
export function entryOfScript(script: string): string | undefined {
  return /^(?:node|tsx)\s+(?:"([^"]+)"|([^\s"'-][^\s"'&|;<>$*]*))$/.exec(script.trim())?.slice(1).find(Boolean);
}

/** The file that a longer script ends up running, as far as it can be told; variables and options before it are lost. */
export function entryInScript(script: string): string | undefined {
  const runs = [
    ...script.matchAll(/(?:^|[\s;&|])(?:node|tsx)((?:\s+--?[\w-]+(?:=\S+)?)*)\s+([^\s"'\-;&|<>$*][^\s"';&|<>$*]*)/g),
  ];
  return runs.at(-1)?.[2];
}

/** Whether a script sets `NODE_OPTIONS` itself, which keeps our preload out of the app. */
export function overridesNodeOptions(script: string): boolean {
  return /\bNODE_OPTIONS\s*=/.test(script);
}

/** Whether other work may come before the app: a pre-hook, or several commands in a row. */
export function hasStepsBefore(name: string, { scripts }: PackageManifest): boolean {
  return `pre${name}` in scripts || /&&|;|\|\||\b(?:npm|pnpm|yarn|npx|run-s|run-p)\b/.test(scripts[name] ?? '');
}

export type PackageManagerName = 'npm' | 'pnpm' | 'yarn';

/** The lockfiles that give a package manager away. */
export const LOCKFILES: Readonly<Record<string, PackageManagerName>> = {
  'pnpm-lock.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'package-lock.json': 'npm',
};

/** The package manager: what the manifest says, else whose lockfile is there, else npm. */
export function packageManagerOf(manifest: PackageManifest, lockfiles: readonly string[]): PackageManagerName {
  const named = /^(npm|pnpm|yarn)@/.exec(manifest.packageManager ?? '')?.[1];
  if (named === 'npm' || named === 'pnpm' || named === 'yarn') return named;
  const found = Object.keys(LOCKFILES).find((file) => lockfiles.includes(file));
  return (found === undefined ? undefined : LOCKFILES[found]) ?? 'npm';
}

/** The command line that adds packages to a project. */
export function installCommand(manager: PackageManagerName, packages: readonly string[]): string {
  return [manager, manager === 'npm' ? 'install' : 'add', ...packages].join(' ');
}
