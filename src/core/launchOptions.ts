/**
 * What may be said about one run: by a task in `tasks.json`, by a command, by another extension. All three are read
 * here by the same rules, since all three are text that somebody typed. What is left out comes from the settings.
 */
import { isWorkerCount } from '../shared/launchParameters';
import { MAX_WORKERS, type RunMode } from '../shared/runInfo';
import { ClusterError } from './clusterError';
import type { Translate } from './translate';
import type { WorkerCount } from './workerCount';

export interface LaunchOptions {
  /** The file to run; relative to the workspace folder, or absolute. */
  readonly entry?: string;
  /** A script of `package.json` in `cwd`, instead of an entry. */
  readonly script?: string;
  readonly cwd?: string;
  readonly args?: readonly string[];
  readonly workers?: WorkerCount;
  readonly mode?: RunMode | 'auto';
  readonly env?: Readonly<Record<string, string | null>>;
  readonly nodePath?: string;
  readonly runtimeArgs?: readonly string[];
  /** Megabytes; 0 is no limit. */
  readonly memoryLimit?: number;
  /** Seconds. */
  readonly stopTimeout?: number;
  /** Seconds. */
  readonly drainTimeout?: number;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isList = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string');
const isAmount = (value: unknown): boolean => typeof value === 'number' && value >= 0 && Number.isFinite(value);
const isSeconds = (value: unknown): boolean => isAmount(value) && Number(value) <= 3600;
const isEnvironment = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((one) => one === null || typeof one === 'string');

type Rules = {
  readonly [K in keyof Required<LaunchOptions>]: {
    readonly accepts: (value: unknown) => boolean;
    readonly want: (t: Translate) => string;
  };
};

const text = { accepts: isText, want: (t: Translate) => t('a text') };
const seconds = { accepts: isSeconds, want: (t: Translate) => t('seconds from 0 to 3600') };
const list = { accepts: isList, want: (t: Translate) => t('a list of texts') };

const RULES: Rules = {
  entry: text,
  script: text,
  cwd: text,
  args: list,
  workers: { accepts: isWorkerCount, want: (t) => t('a whole number from 1 to {0}, or "auto"', MAX_WORKERS) },
  mode: {
    accepts: (value) => value === 'auto' || value === 'supervise' || value === 'observe',
    want: (t) => t('"auto", "supervise" or "observe"'),
  },
  env: { accepts: isEnvironment, want: (t) => t('an object of names and texts, or null to unset a variable') },
  nodePath: text,
  runtimeArgs: list,
  memoryLimit: { accepts: isAmount, want: (t) => t('megabytes, or 0 for no limit') },
  stopTimeout: seconds,
  drainTimeout: seconds,
};

/** The names of all properties, for the task definition in the manifest. */
export const LAUNCH_PROPERTIES = Object.keys(RULES) as readonly (keyof LaunchOptions)[];

/** Reads options of unknown origin; other properties are left out, wrong values throw `badTask` or `badWorkers`. */
export function readLaunchOptions(t: Translate, given: Readonly<Record<string, unknown>>): LaunchOptions {
  const options: Record<string, unknown> = {};
  for (const name of LAUNCH_PROPERTIES) {
    const value = given[name];
    if (value === undefined) continue;
    if (!RULES[name].accepts(value)) throw badProperty(t, name, value);
    options[name] = value;
  }
  if (options.entry === undefined && options.script === undefined) {
    throw badTask(t, t('The run names neither an entry nor a script.'));
  }
  return options;
}

function badProperty(t: Translate, name: keyof LaunchOptions, value: unknown): ClusterError {
  const got = JSON.stringify(value)?.slice(0, 60) ?? String(value);
  return badTask(t, t('"{0}" of the run must be {1}; it is {2}.', name, RULES[name].want(t), got), name);
}

function badTask(t: Translate, message: string, name?: keyof LaunchOptions): ClusterError {
  const hint = t('Correct it where the run is described, such as tasks.json.');
  return new ClusterError(name === 'workers' ? 'badWorkers' : 'badTask', message, hint);
}

/** A name for what is run, the same in every window and session: choices are remembered under it. */
export function targetKey(target: {
  readonly entry?: string;
  readonly script?: string;
  readonly cwd?: string;
}): string {
  return target.script === undefined ? (target.entry ?? '') : `${target.cwd ?? ''}#${target.script}`;
}
