/**
 * What a worker gets in its environment: its parameters and the preload, given at the fork alone, so that processes
 * that the app starts itself never meet them. The probe takes both out again before the app's first line runs.
 */
import type { LaunchParameters } from '../../shared/launchParameters';
import { PARAMETERS_VARIABLE } from '../../shared/launchParameters';
import { withPreload } from '../../shared/nodeOptions';
import type { RunMode } from '../../shared/protocol';
import type { WorkerParameters } from '../channel';
import { restoreNodeOptions } from '../environment';
import type { Connections } from './connections';
import { nodeOptionsOfEnvFiles } from './envFiles';

/** By this VS Code's debugger follows child processes; an empty one is as good as none. */
const DEBUGGER_VARIABLE = 'VSCODE_INSPECTOR_OPTIONS';

export interface WorkerEnvironment {
  /** The variables for a worker in a slot, to be laid over `process.env`. */
  forWorker(slot: number, watched: boolean): Record<string, string>;
}

export interface EnvironmentOptions {
  readonly preload: string;
  readonly mode: RunMode;
  readonly parameters: LaunchParameters;
  readonly connections: Connections['worker'];
}

/** Takes our variables out of this process and keeps them for the workers. */
export function takeEnvironment({ preload, mode, parameters, connections }: EnvironmentOptions): WorkerEnvironment {
  const given = process.env.NODE_OPTIONS;
  delete process.env[PARAMETERS_VARIABLE];
  restoreNodeOptions(process.env, preload);
  const hidden = given === undefined || process.env.NODE_OPTIONS !== undefined ? undefined : optionsOfFiles();
  const filled = new Set<number>();
  const nodeOptions = hidden === undefined ? workerOptions(given, preload) : withPreload(hidden, preload);
  return {
    forWorker(slot, watched) {
      const { log, debugReattach } = parameters;
      const isLeftAlone = filled.has(slot) && !debugReattach;
      filled.add(slot);
      const worker: WorkerParameters = { worker: slot, mode, log, tty: terminal(), watched, ...connections };
      return {
        ...(nodeOptions === undefined ? {} : { NODE_OPTIONS: nodeOptions }),
        [PARAMETERS_VARIABLE]: JSON.stringify(worker),
        ...(isLeftAlone ? { [DEBUGGER_VARIABLE]: '' } : {}),
        // As under PM2, so that apps which pick one worker for a job go on doing so.
        ...(mode === 'supervise' ? { NODE_APP_INSTANCE: String(slot - 1) } : {}),
      };
    },
  };
}

/** What our part of `NODE_OPTIONS` kept Node from reading in an env file; from here on it is there as in a plain run. */
function optionsOfFiles(): string | undefined {
  const options = nodeOptionsOfEnvFiles(process.execArgv);
  if (options !== undefined) process.env.NODE_OPTIONS = options;
  return options;
}

/** Workers get the primary's own options too; a preload that was typed there needs no second way in. */
function workerOptions(given: string | undefined, preload: string): string | undefined {
  const typed = process.execArgv.some((option) => option.endsWith('preload.cjs'));
  return typed || given !== process.env.NODE_OPTIONS ? given : withPreload(given, preload);
}

function terminal(): WorkerParameters['tty'] {
  const { isatty } = require('node:tty') as typeof import('node:tty');
  const out = isatty(1);
  return { out, err: isatty(2), ...(out ? { columns: process.stdout.columns } : {}) };
}
