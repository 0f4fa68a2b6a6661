/**
 * Every command of the extension with its arguments: the one list that `package.json`, the handlers and the menus are
 * held against. A command that is missing a handler does not compile; one that is missing in the manifest fails the
 * manifest test. Nothing here imports VS Code's code, so that tests can read it.
 */
import type { Uri } from 'vscode';
import type { Pm2Node } from '../../core/pm2/pm2State';
import type { ClusterNode } from '../../core/state';

/** What may name a run, a primary or a worker: a row of the tree, or the same as plain data. */
export type NodeArgument = ClusterNode | { readonly runId: string; readonly slot?: number };

/** What may name an app of PM2, or one process of it: a row of the tree, or the same as plain data. */
export type Pm2Argument = Pm2Node | { readonly app: string; readonly id?: number };

/** What may name a file: menus give a `Uri`, keybindings and other extensions may give an absolute path. */
export type FileArgument = Uri | string;

export interface RunClusteredOptions {
  readonly workers?: number | 'auto';
}

export interface MeasureScalingOptions {
  /** Asked for by GET; a path, or an address that the run listens on. */
  readonly path?: string;
  readonly connections?: number;
  /** How many workers are measured at most. */
  readonly workers?: number;
  /** Ask for path and connections even where they are remembered. */
  readonly ask?: boolean;
}

/** The arguments of each command. All are optional: with none, the command picks. */
export interface CommandArguments {
  runClustered: [file?: FileArgument, options?: RunClusteredOptions];
  debugClustered: [file?: FileArgument];
  debugWorker: [worker?: NodeArgument];
  stop: [run?: NodeArgument, options?: { readonly force?: boolean }];
  stopAll: [];
  superviseRun: [run?: NodeArgument];
  observeRun: [run?: NodeArgument];
  goToError: [worker?: NodeArgument];
  reload: [run?: NodeArgument];
  /** `insteadOf` is stopped first: a run that has what this one needs. */
  restart: [run?: NodeArgument, options?: { readonly insteadOf?: { readonly runId: string } }];
  dismissRun: [run?: NodeArgument];
  scale: [run?: NodeArgument, workers?: number];
  forkWorker: [run?: NodeArgument];
  killWorker: [worker?: NodeArgument];
  forceKillWorker: [worker?: NodeArgument];
  restartWorker: [worker?: NodeArgument];
  showStuckStack: [worker?: NodeArgument];
  profileWorker: [worker?: NodeArgument, options?: { readonly seconds?: number }];
  heapSnapshot: [worker?: NodeArgument];
  showLog: [node?: NodeArgument];
  openDashboard: [run?: NodeArgument];
  measureScaling: [target?: NodeArgument | FileArgument, options?: MeasureScalingOptions];
  openInBrowser: [node?: NodeArgument];
  copyPid: [node?: NodeArgument];
  insertBoilerplate: [options?: { readonly id?: string }];
  /** `values` names the variables whose values may be written, `replace` says whether to overwrite: neither is asked then. */
  exportPm2: [run?: NodeArgument, options?: { readonly values?: readonly string[]; readonly replace?: boolean }];
  exportKubernetes: [run?: NodeArgument, options?: { readonly values?: readonly string[]; readonly replace?: boolean }];
  exportCompose: [run?: NodeArgument, options?: { readonly values?: readonly string[]; readonly replace?: boolean }];
  pm2Reload: [app?: Pm2Argument];
  pm2Restart: [app?: Pm2Argument];
  pm2Scale: [app?: Pm2Argument, processes?: number];
  pm2Stop: [app?: Pm2Argument];
  /** Asks before it deletes, unless `confirm` is false. */
  pm2Delete: [app?: Pm2Argument, options?: { readonly confirm?: boolean }];
  pm2ShowLog: [app?: Pm2Argument];
  pm2CopyPid: [app?: Pm2Argument];
  chooseChecks: [options?: { readonly ignore?: string }];
  showExtensionLog: [];
  copyDiagnostics: [];
  createSample: [parent?: FileArgument];
}

export type CommandName = keyof CommandArguments;

/** All commands; the compiler refuses a missing or an unknown name. */
const NAMES: Readonly<Record<CommandName, true>> = {
  runClustered: true,
  debugClustered: true,
  debugWorker: true,
  stop: true,
  stopAll: true,
  superviseRun: true,
  observeRun: true,
  goToError: true,
  reload: true,
  restart: true,
  dismissRun: true,
  scale: true,
  forkWorker: true,
  killWorker: true,
  forceKillWorker: true,
  restartWorker: true,
  showStuckStack: true,
  profileWorker: true,
  heapSnapshot: true,
  showLog: true,
  openDashboard: true,
  measureScaling: true,
  openInBrowser: true,
  copyPid: true,
  insertBoilerplate: true,
  exportPm2: true,
  exportKubernetes: true,
  exportCompose: true,
  pm2Reload: true,
  pm2Restart: true,
  pm2Scale: true,
  pm2Stop: true,
  pm2Delete: true,
  pm2ShowLog: true,
  pm2CopyPid: true,
  chooseChecks: true,
  showExtensionLog: true,
  copyDiagnostics: true,
  createSample: true,
};

export const COMMAND_NAMES = Object.keys(NAMES) as readonly CommandName[];

/** The id under which VS Code knows a command. */
export function commandId(name: CommandName): string {
  return `nodeCluster.${name}`;
}

/**
 * What every command resolves with. A command never rejects for something a person can mend: it shows the error and
 * tells its caller here. `api.run` is the form for programs: it rejects with the `ClusterError`.
 */
export type CommandOutcome =
  | { readonly status: 'done' }
  | { readonly status: 'cancelled' }
  | { readonly status: 'failed'; readonly code: string; readonly message: string; readonly hint: string };

/** One function for each command. `cancelled` when a person left a picker or said no. */
export type CommandHandlers = {
  readonly [K in CommandName]: (...args: CommandArguments[K]) => Promise<'done' | 'cancelled'>;
};
