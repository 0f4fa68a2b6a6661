/**
 * The temporary folder that one VS Code lives in: its user data, its extensions, its workspace, and the folder that it
 * and everything below it take for the system's temporary one. So two sessions on one machine never meet, not even in
 * the run directory. Names are short because paths of Unix sockets are.
 */
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fixtureFolder } from './layout';

export interface Scratch {
  readonly root: string;
  readonly userData: string;
  readonly extensions: string;
  readonly workspace: string;
  readonly tmp: string;
}

export type Settings = Readonly<Record<string, unknown>>;

/**
 * What makes the picture clean and the waits short; a test may add to it. TypeScript's own errors are off: they come when its
 * server is ready, may stay behind when their file is closed, and then stand in the way of every `preLaunchTask`.
 */
const CALM_SETTINGS: Settings = {
  'chat.disableAIFeatures': true,
  'editor.accessibilitySupport': 'off',
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'js/ts.validate.enabled': false,
  'npm.fetchOnlinePackageInfo': false,
  'remote.autoForwardPorts': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'terminal.integrated.shellIntegration.enabled': false,
  'window.commandCenter': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Makes the folders and copies the fixture, whose name the workspace keeps, since titles and rows show it. */
export async function createScratch(fixture: string, settings: Settings = {}): Promise<Scratch> {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'nc-')));
  const scratch = {
    root,
    userData: path.join(root, 'data'),
    extensions: path.join(root, 'ext'),
    workspace: path.join(root, path.basename(fixture)),
    tmp: path.join(root, 'tmp'),
  };
  for (const folder of [scratch.userData, scratch.extensions, scratch.tmp]) await mkdir(folder);
  await cp(fixtureFolder(fixture), scratch.workspace, { recursive: true });
  await writeSettings(scratch, settings);
  return scratch;
}

/** Replaces the user settings; a running VS Code takes them over by itself. */
export async function writeSettings(scratch: Scratch, settings: Settings): Promise<void> {
  const folder = path.join(scratch.userData, 'User');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'settings.json'), JSON.stringify({ ...CALM_SETTINGS, ...settings }, null, 2));
}

/** Removes the folders. Processes that still write there while they end are given another try. */
export async function removeScratch(scratch: Scratch): Promise<void> {
  await rm(scratch.root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/**
 * The environment of a VS Code for tests: nothing of a VS Code, an npm or a cluster run around us, and its own tmp. A
 * `PORT` goes too, since the server build would listen there itself; an app's goes into the setting `nodeCluster.env`.
 */
export function scratchEnvironment(scratch: Scratch): NodeJS.ProcessEnv {
  const isForeign = (name: string) =>
    /^(VSCODE_|npm_|NODE_OPTIONS$|NODE_CLUSTER$|ELECTRON_|PORT$|INIT_CWD$)/i.test(name);
  const inherited = Object.entries(process.env).filter(([name]) => !isForeign(name));
  return {
    ...Object.fromEntries(inherited),
    TMPDIR: scratch.tmp,
    XDG_CONFIG_HOME: scratch.tmp,
    XDG_DATA_HOME: scratch.tmp,
    EXTENSIONS_GALLERY: '{}',
  };
}
