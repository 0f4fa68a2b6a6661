/**
 * What a worker gets in its environment: its parameters and the probe, given at the fork alone, so that processes
 * that the app starts itself never meet them. The probe takes both out again before the app's first line runs.
 */
import { dirname, join } from 'node:path';
import type { LaunchParameters } from '../../shared/launchParameters';
import { withPreload } from '../../shared/nodeOptions';
import { PARAMETERS_VARIABLE } from '../../shared/parametersVariable';
import type { RunMode } from '../../shared/runInfo';
import type { WorkerParameters } from '../channel';
import { isSameFile, restoreNodeOptions } from '../environment';
import type { Connections } from './connections';
import { nodeOptionsOfEnvFiles } from './envFiles';

/** By this VS Code's debugger follows child processes; an empty one is as good as none. */
const DEBUGGER_VARIABLE = 'VSCODE_INSPECTOR_OPTIONS';

export interface WorkerEnvironment {
  /**
   * The variables for a worker in a slot, to be laid over `process.env`. Its `NODE_OPTIONS` are this process's own where
   * no others are given, and the probe.
   */
  forWorker(slot: number, watched: boolean, nodeOptions?: string): Record<string, string>;
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
  if (given !== undefined && process.env.NODE_OPTIONS === undefined) setOptionsOfFiles();
  const filled = new Set<number>();
  const probe = join(dirname(preload), 'probe.cjs');
  return {
    forWorker(slot, watched, nodeOptions = process.env.NODE_OPTIONS) {
      const { log, debugReattach } = parameters;
      const isLeftAlone = filled.has(slot) && !debugReattach;
      filled.add(slot);
      const worker: WorkerParameters = { worker: slot, mode, log, tty: terminal(), watched, ...connections };
      return {
        NODE_OPTIONS: withPreload(nodeOptions, probe),
        [PARAMETERS_VARIABLE]: JSON.stringify(worker),
        ...(isLeftAlone ? { [DEBUGGER_VARIABLE]: '' } : {}),
        // As under PM2, so that apps which pick one worker for a job go on doing so.
        ...(mode === 'supervise' ? { NODE_APP_INSTANCE: String(slot - 1) } : {}),
      };
    },
  };
}

/** What our part of `NODE_OPTIONS` kept Node from reading in an env file; from here on it is there as in a plain run. */
function setOptionsOfFiles(): void {
  const options = nodeOptionsOfEnvFiles(process.execArgv);
  if (options !== undefined) process.env.NODE_OPTIONS = options;
}

/** The options of this process that a worker gets too: not the one that loads our preload, for it has its probe. */
export function workerExecArgv(preload: string): string[] {
  const isOurs = (option = ''): boolean => isSameFile(option.replace(/^--require=/, ''), preload);
  const { execArgv } = process;
  return execArgv.filter((option, index) => {
    const takesOurs = (option === '--require' || option === '-r') && isOurs(execArgv[index + 1]);
    return !takesOurs && !isOurs(option);
  });
}

function terminal(): WorkerParameters['tty'] {
  const { isatty } = require('node:tty') as typeof import('node:tty');
  const out = isatty(1);
  return { out, err: isatty(2), ...(out ? { columns: process.stdout.columns } : {}) };
}
