/**
 * From what a person wants to run to the process that does it: command, arguments, folder, environment. Pure: the
 * caller has looked up the Node.js, the files and the settings before, and hands the plan to a task.
 */
import type { LaunchParameters } from '../shared/launchParameters';
import { withPreload } from '../shared/nodeOptions';
import { PARAMETERS_VARIABLE } from '../shared/parametersVariable';
import { ClusterError } from './clusterError';
import { throughInterpreter } from './commandInterpreter';
import { fileName, isTypeScript } from './entryFile';
import { type EnvironmentLayers, userNodeOptions } from './environmentLayers';
import { loaderOption, runsTypeScript } from './nodeVersion';
import type { PackageManagerName } from './packageManifest';
import type { NodeInfo } from './ports';
import type { Translate } from './translate';

/** What is run: a file by Node.js, or a script of a `package.json` by its package manager. Paths are absolute. */
export type LaunchTarget =
  | { readonly kind: 'entry'; readonly entry: string }
  | { readonly kind: 'script'; readonly script: string; readonly folder: string };

export interface LaunchRequest {
  readonly target: LaunchTarget;
  readonly parameters: Omit<LaunchParameters, 'entry' | 'root'>;
  readonly node: NodeInfo;
  /** Whether the user named that Node.js, which then goes before any other. */
  readonly isNodeNamed?: boolean;
  /** Absolute path of `dist/preload.cjs`. */
  readonly preload: string;
  readonly cwd: string;
  readonly args: readonly string[];
  readonly runtimeArgs: readonly string[];
  readonly environment: EnvironmentLayers;
  /** The URL of the project's TypeScript loader, where it has one. */
  readonly loader?: string | undefined;
  /** For scripts: who runs them, and where the program is. */
  readonly manager?: { readonly name: PackageManagerName; readonly program: string };
  readonly platform: string;
  /** For scripts: the terminal's `PATH`, to put the found Node.js before it. */
  readonly searchPath: string;
}

export interface LaunchPlan {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Goes over what the terminal inherits. A variable that the user unset is empty, and named by the parameters. */
  readonly env: Readonly<Record<string, string>>;
  readonly parameters: LaunchParameters;
  readonly title: string;
}

/** The name of a target for a terminal and for messages. */
export function targetTitle(target: LaunchTarget): string {
  return target.kind === 'entry' ? fileName(target.entry) : target.script;
}

/** Makes the plan; throws `noTypeScriptLoader` where the entry needs a loader that the project does not have. */
export function planLaunch(t: Translate, request: LaunchRequest): LaunchPlan {
  const { target } = request;
  const unset = unsetNames(request);
  const parameters: LaunchParameters = {
    ...request.parameters,
    ...(unset.length > 0 && { unset }),
    ...(target.kind === 'entry' ? { entry: target.entry } : { root: target.folder }),
  };
  const process =
    target.kind === 'entry' ? nodeProcess(t, request, target.entry) : scriptProcess(request, target.script);
  const env = { ...userVariables(request), ...process.env, ...ourVariables(request, parameters) };
  return {
    command: process.command,
    args: process.args,
    cwd: request.cwd,
    env,
    parameters,
    title: target.kind === 'script' ? `${managerOf(request).name} run ${target.script}` : targetTitle(target),
  };
}

interface PlannedProcess {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

function nodeProcess(t: Translate, request: LaunchRequest, entry: string): PlannedProcess {
  const loader = loaderArguments(t, request, entry);
  return { command: request.node.path, args: [...request.runtimeArgs, ...loader, entry, ...request.args], env: {} };
}

function hasOwnLoader(runtimeArgs: readonly string[]): boolean {
  return runtimeArgs.some((arg) =>
    /^(-r|--require|--import|--loader|--experimental-(loader|strip-types|transform-types))(=|$)/.test(arg),
  );
}

function loaderArguments(t: Translate, request: LaunchRequest, entry: string): string[] {
  const { node, loader, runtimeArgs } = request;
  if (!isTypeScript(entry) || runsTypeScript(node.version) || hasOwnLoader(runtimeArgs)) return [];
  if (loader !== undefined) return [loaderOption(node.version), loader];
  throw new ClusterError(
    'noTypeScriptLoader',
    t(
      'Node.js {0} does not run TypeScript by itself, and the project of {1} has no loader.',
      node.version,
      fileName(entry),
    ),
    t('Install tsx in the project (npm install --save-dev tsx), or use Node.js 22.18 or later.'),
    { title: t('Choose Node.js'), command: 'workbench.action.openSettings', args: ['nodeCluster.nodePath'] },
  );
}

function managerOf({ manager }: LaunchRequest): NonNullable<LaunchRequest['manager']> {
  return manager ?? { name: 'npm', program: 'npm' };
}

/** The package manager's own process; on Windows its program is a batch file. */
function scriptProcess(request: LaunchRequest, script: string): PlannedProcess {
  const { name, program } = managerOf(request);
  const passed = request.args.length === 0 ? [] : [...(name === 'yarn' ? [] : ['--']), ...request.args];
  const args = ['run', script, ...passed];
  const env = { [request.platform === 'win32' ? 'Path' : 'PATH']: searchPathWithNode(request) };
  if (request.platform !== 'win32') return { command: program, args, env };
  return { ...throughInterpreter(program, args), env };
}

/**
 * Scripts look `node` up on the search path, where the one that was found must come first. One that was found on it by
 * itself does already, and moving its folder would put other programs before the user's.
 */
function searchPathWithNode({ node, isNodeNamed, searchPath, platform }: LaunchRequest): string {
  const folder = node.path.slice(0, Math.max(node.path.lastIndexOf('/'), node.path.lastIndexOf('\\')));
  const separator = platform === 'win32' ? ';' : ':';
  if (!isNodeNamed && searchPath.split(separator).includes(folder)) return searchPath;
  return [folder, searchPath].filter(Boolean).join(separator);
}

/** The env file's variables and the settings' over them. One that is set to null is handed on empty: a task has texts alone. */
function userVariables({ environment: { file, own } }: LaunchRequest): Record<string, string> {
  const pairs = Object.entries({ ...file, ...own }).map(([name, value]) => [name, value ?? ''] as const);
  return Object.fromEntries(pairs);
}

/** The variables that are set to null, for the preload to take away. */
function unsetNames({ environment: { file, own } }: LaunchRequest): string[] {
  const layer = { ...file, ...own };
  return Object.keys(layer).filter((name) => layer[name] === null);
}

function ourVariables(request: LaunchRequest, parameters: LaunchParameters): Record<string, string> {
  return {
    NODE_OPTIONS: withPreload(userNodeOptions(request.environment), request.preload),
    [PARAMETERS_VARIABLE]: JSON.stringify(parameters),
  };
}
