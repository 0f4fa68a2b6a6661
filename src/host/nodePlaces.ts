/**
 * Where a Node.js may be installed, by platform: the search path first, then the folders of the version managers, then
 * the usual places. Pure functions over an environment, so that each platform's list is tested on all of them; looking
 * whether something is there is nodeFinder.ts's work.
 */
import { posix, win32 } from 'node:path';

/** One place to look at: a file, or a folder that holds one folder per version. */
export type NodePlace =
  | { readonly source: string; readonly file: string }
  | { readonly source: string; readonly versionsIn: string; readonly below: string };

export interface PlaceQuery {
  readonly platform: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly searchPath: string;
}

/** The binary's name on a platform. */
export function nodeBinary(platform: string): string {
  return platform === 'win32' ? 'node.exe' : 'node';
}

/** All places, in the order in which they are tried. */
export function nodePlaces(query: PlaceQuery): NodePlace[] {
  const managed = query.platform === 'win32' ? windowsPlaces(query) : unixPlaces(query);
  return [...searchPathPlaces(query), ...managed];
}

/** The files that a program may have on the search path. */
export function searchPathFiles(name: string, searchPath: string, platform: string): string[] {
  const path = platform === 'win32' ? win32 : posix;
  const names = platform === 'win32' ? [`${name}.exe`, `${name}.cmd`] : [name];
  const folders = searchPath.split(path.delimiter).filter((folder) => folder !== '' && path.isAbsolute(folder));
  return folders.flatMap((folder) => names.map((one) => path.join(folder, one)));
}

function searchPathPlaces({ searchPath, platform }: PlaceQuery): NodePlace[] {
  const files = searchPathFiles('node', searchPath, platform).filter((file) => !file.endsWith('.cmd'));
  return [...new Set(files)].map((file) => ({ source: 'PATH', file }));
}

function unixPlaces({ platform, home, env }: PlaceQuery): NodePlace[] {
  const at = (...parts: string[]): string => posix.join(...parts);
  const data = env.XDG_DATA_HOME || at(home, '.local/share');
  const fnm = platform === 'darwin' ? at(home, 'Library/Application Support/fnm') : at(data, 'fnm');
  const asdf = env.ASDF_DATA_DIR || at(home, '.asdf');
  const mise = env.MISE_DATA_DIR || at(data, 'mise');
  const nodenv = env.NODENV_ROOT || at(home, '.nodenv');
  return [
    { source: 'nvm', versionsIn: at(env.NVM_DIR || at(home, '.nvm'), 'versions/node'), below: 'bin/node' },
    { source: 'fnm', versionsIn: at(env.FNM_DIR || fnm, 'node-versions'), below: 'installation/bin/node' },
    { source: 'Volta', file: at(env.VOLTA_HOME || at(home, '.volta'), 'bin/node') },
    { source: 'asdf', versionsIn: at(asdf, 'installs/nodejs'), below: 'bin/node' },
    { source: 'mise', versionsIn: at(mise, 'installs/node'), below: 'bin/node' },
    { source: 'nodenv', versionsIn: at(nodenv, 'versions'), below: 'bin/node' },
    ...usualUnixFiles(platform).map((file) => ({ source: file, file })),
  ];
}

function usualUnixFiles(platform: string): string[] {
  const common = ['/usr/local/bin/node', '/usr/bin/node'];
  if (platform === 'darwin') return ['/opt/homebrew/bin/node', ...common, '/opt/local/bin/node'];
  return [...common, '/home/linuxbrew/.linuxbrew/bin/node', '/snap/bin/node'];
}

function windowsPlaces({ home, env }: PlaceQuery): NodePlace[] {
  const at = (...parts: string[]): string => win32.join(...parts);
  const roaming = env.APPDATA || at(home, 'AppData\\Roaming');
  const local = env.LOCALAPPDATA || at(home, 'AppData\\Local');
  const programs = [env.ProgramFiles || 'C:\\Program Files', env['ProgramFiles(x86)'], at(local, 'Programs')];
  const usual = programs.filter((folder) => folder !== undefined).map((folder) => at(folder, 'nodejs\\node.exe'));
  return [
    ...(env.NVM_SYMLINK ? [{ source: 'nvm-windows', file: at(env.NVM_SYMLINK, 'node.exe') }] : []),
    { source: 'nvm-windows', versionsIn: env.NVM_HOME || at(roaming, 'nvm'), below: 'node.exe' },
    {
      source: 'fnm',
      versionsIn: at(env.FNM_DIR || at(roaming, 'fnm'), 'node-versions'),
      below: 'installation\\node.exe',
    },
    { source: 'Volta', file: at(env.VOLTA_HOME || at(local, 'Volta'), 'bin\\node.exe') },
    { source: 'mise', versionsIn: at(env.MISE_DATA_DIR || at(local, 'mise'), 'installs\\node'), below: 'node.exe' },
    ...usual.map((file) => ({ source: file, file })),
    { source: 'Scoop', file: at(home, 'scoop\\apps\\nodejs\\current\\node.exe') },
  ];
}
