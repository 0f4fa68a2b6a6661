/**
 * Finds the Node.js that a run uses: the setting, else the first one on the search path, else the version managers'
 * and the usual places. A candidate is asked once for its version and for the binary behind links and shims; the answer
 * is kept for a minute, since a version manager may switch. The extension host's own Node.js is the last resort.
 */
import { execFile } from 'node:child_process';
import { readdir, realpath } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { ClusterError, type ErrorAction } from '../core/clusterError';
import { isTooOld, OLDEST_NODE, parseVersion } from '../core/nodeVersion';
import type { NodeInfo, NodeRequest } from '../core/ports';
import type { Translate } from '../core/translate';
import { isExecutable, readText } from './files';
import { type NodePlace, nodeBinary, nodePlaces, searchPathFiles } from './nodePlaces';
import { findPin, orderVersions } from './nodeVersionPin';

export interface NodeFinderOptions {
  readonly t: Translate;
  readonly platform: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The extension host's own binary and whether it is a plain Node.js. */
  readonly own?: string | undefined;
  readonly now: () => number;
}

/** Finds Node.js; rejects with `nodeNotFound`, `nodeTooOld` or `badSetting`. */
export type NodeFinder = (request: NodeRequest) => Promise<NodeInfo>;

const KEPT_FOR = 60_000;
const PATIENCE = 10_000;

/** Makes a finder with its own memory. */
export function createNodeFinder(options: NodeFinderOptions): NodeFinder {
  const known = new Map<string, { readonly info: NodeInfo; readonly at: number }>();
  return async (request) => {
    const key = [request.setting, request.cwd, request.searchPath].join('\0');
    const kept = known.get(key);
    if (kept && options.now() - kept.at < KEPT_FOR && (await isExecutable(kept.info.path))) return kept.info;
    const info = request.setting === '' ? await findByPlaces(options, request) : await findBySetting(options, request);
    known.set(key, { info, at: options.now() });
    return info;
  };
}

async function findBySetting({ t, platform }: NodeFinderOptions, request: NodeRequest): Promise<NodeInfo> {
  const { setting, cwd } = request;
  for (const file of filesOfSetting(request, platform)) {
    const info = await askNode(file, cwd);
    if (info) return checkAge(t, info);
  }
  const message = t('The setting nodeCluster.nodePath names {0}, which is not a Node.js.', setting);
  throw new ClusterError(
    'nodeNotFound',
    message,
    t('Correct the setting, or empty it to search for Node.js.'),
    openSetting(t),
  );
}

/** The setting may name the binary, its folder, the folder of an installation, or a command on the search path. */
function filesOfSetting({ setting, cwd, searchPath }: NodeRequest, platform: string): string[] {
  if (!/[\\/]/.test(setting)) return searchPathFiles(setting, searchPath, platform);
  const path = resolve(cwd, setting);
  return [path, join(path, nodeBinary(platform)), join(path, 'bin', nodeBinary(platform))];
}

/** The first Node.js that is new enough; one that is too old is named only when there is no other. */
async function findByPlaces(options: NodeFinderOptions, request: NodeRequest): Promise<NodeInfo> {
  const pin = await findPin(request.cwd, readText);
  const tried: string[] = [];
  let old: NodeInfo | undefined;
  for (const place of nodePlaces({ ...options, searchPath: request.searchPath })) {
    if (!tried.includes(place.source)) tried.push(place.source);
    const info = await askPlace(place, pin, request.cwd);
    if (info && !isTooOld(info.version)) return info;
    // What the terminal would run is what the person means, even where a version manager has a newer one.
    if (info && place.source === 'PATH') return checkAge(options.t, info);
    old ??= info;
  }
  const own = options.own === undefined ? undefined : await askNode(options.own, request.cwd);
  return own ?? checkAge(options.t, old ?? notFound(options.t, tried));
}

async function askPlace(place: NodePlace, pin: string | undefined, cwd: string): Promise<NodeInfo | undefined> {
  if ('file' in place) return askNode(place.file, cwd);
  const names = await readdir(place.versionsIn).catch(() => []);
  for (const name of orderVersions(names, pin)) {
    const info = await askNode(join(place.versionsIn, name, place.below), cwd);
    if (info) return info;
  }
  return undefined;
}

/** Asks a binary what it is; undefined where it is none. Shims answer with the Node.js that they choose for `cwd`. */
async function askNode(file: string, cwd: string): Promise<NodeInfo | undefined> {
  if (!(await isExecutable(file))) return undefined;
  const text = await run(file, ['-p', 'process.execPath+"\\n"+process.version'], cwd);
  const [path, version] = text?.trim().split(/\r?\n/) ?? [];
  if (path === undefined || version === undefined || !parseVersion(version)) return undefined;
  return { path: await stablePath(file, path), version: version.replace(/^v/, '') };
}

/** Keeps the path that was found where it is only a link to the binary: it survives the next upgrade. */
async function stablePath(found: string, binary: string): Promise<string> {
  const real = await realpath(found).catch(() => found);
  return real === binary && basename(found) === basename(binary) ? found : binary;
}

function run(file: string, args: readonly string[], cwd: string): Promise<string | undefined> {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' };
  return new Promise((settle) => {
    const settings = { cwd, env, timeout: PATIENCE, windowsHide: true } as const;
    execFile(file, [...args], settings, (error, stdout) => settle(error ? undefined : stdout));
  });
}

function openSetting(t: Translate): ErrorAction {
  return { title: t('Choose Node.js'), command: 'workbench.action.openSettings', args: ['nodeCluster.nodePath'] };
}

function checkAge(t: Translate, info: NodeInfo): NodeInfo {
  if (!isTooOld(info.version)) return info;
  const message = t('Node.js {0} at {1} is too old.', info.version, info.path);
  const hint = t(
    'Node Cluster needs Node.js {0} or later: install one, or name it in nodeCluster.nodePath.',
    OLDEST_NODE,
  );
  throw new ClusterError('nodeTooOld', message, hint, openSetting(t));
}

function notFound(t: Translate, tried: readonly string[]): never {
  const message = t('Node.js was not found. Tried: {0}.', tried.join(', '));
  const hint = t('Install Node.js, or name it in the setting nodeCluster.nodePath.');
  throw new ClusterError('nodeNotFound', message, hint, openSetting(t));
}
