/**
 * The parameters of a run as they travel in the variable `NODE_CLUSTER`: one JSON object, every field optional, so that
 * `NODE_CLUSTER='{"workers":4}' node --require preload.cjs app.js` is a complete run with no editor near it.
 */
import { PARAMETERS_VARIABLE } from './parametersVariable';
import { DEFAULT_RESTART, type RestartOptions } from './restartPolicy';
import { MAX_WORKERS, type RunMode, type Scheduling, type StickyMode } from './runInfo';

export interface LaunchParameters {
  /** How many workers; `auto` is what `os.availableParallelism()` says. */
  readonly workers: number | 'auto';
  /** `auto` reads the entry and decides. */
  readonly mode: RunMode | 'auto';
  /** Absolute path of the file to run clustered. Without it the first process under `root` is taken. */
  readonly entry?: string;
  /** Folder under which a process is taken when no entry is named. */
  readonly root?: string;
  /** Variables that the user unset. They come as empty ones: a task can hand on texts alone, and these are taken away. */
  readonly unset?: readonly string[];
  /** The run directory, where it is not the usual one. */
  readonly dir?: string;
  /** `prefix` writes each line with its worker's number before it; `inherit` leaves the workers' output alone. */
  readonly log: 'prefix' | 'inherit';
  /** Of supervised runs; an app that forks by itself has its own. */
  readonly scheduling: Scheduling;
  /** Takes requests to the worker that owns their session; of supervised runs, too. */
  readonly sticky: StickyMode | 'off';
  /** How long a worker may take to end after SIGTERM before SIGKILL, in milliseconds. */
  readonly stopTimeout: number;
  /** How long a worker that is replaced or no longer needed may take to finish its requests, in milliseconds. */
  readonly drainTimeout: number;
  /** A worker that uses more memory than this, in megabytes, is replaced without losing a request; 0 is no limit. */
  readonly memoryLimit: number;
  /** A worker whose loop has not answered for this long, in milliseconds, is killed and forked anew; 0 is never. */
  readonly unresponsiveTimeout: number;
  /** When crashed workers are replaced. */
  readonly restart: RestartOptions;
  /**
   * How long a run that is over waits for somebody who was told to watch it, in milliseconds: one that fails as it
   * starts would be gone before it could say why.
   */
  readonly linger: number;
  /** Whether the run says in its terminal when it starts and when it is ready, for tasks that wait for it. */
  readonly announce: boolean;
  /** Whether a debugger that follows child processes may follow those that replace others, too. */
  readonly debugReattach: boolean;
}

export const DEFAULT_PARAMETERS: LaunchParameters = {
  workers: 'auto',
  mode: 'auto',
  log: 'prefix',
  scheduling: 'roundRobin',
  sticky: 'off',
  stopTimeout: 10_000,
  drainTimeout: 10_000,
  memoryLimit: 0,
  unresponsiveTimeout: 0,
  restart: DEFAULT_RESTART,
  linger: 0,
  announce: false,
  debugReattach: true,
};

export interface ParsedParameters {
  readonly parameters: LaunchParameters;
  /** One English sentence for each value that was refused; its default is used instead. */
  readonly problems: readonly string[];
}

type Field = { [K in keyof LaunchParameters]-?: { readonly is: (value: unknown) => boolean; readonly want: string } };

const oneOf =
  (...words: string[]) =>
  (value: unknown): boolean =>
    typeof value === 'string' && words.includes(value);
const isAmount = (value: unknown): boolean => typeof value === 'number' && value >= 0 && Number.isFinite(value);
const isRestart = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).every(([name, number]) => name in DEFAULT_RESTART && isAmount(number));
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

/** Whether a value can be a number of workers: a whole number from 1 to the limit, or `auto`. */
export function isWorkerCount(value: unknown): value is number | 'auto' {
  return value === 'auto' || (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_WORKERS);
}

const MILLISECONDS = {
  is: (value: unknown) => isAmount(value) && Number(value) <= 3_600_000,
  want: 'milliseconds from 0 to 3600000',
};

const SWITCH = { is: (value: unknown) => typeof value === 'boolean', want: 'true or false' };

const FIELDS: Field = {
  workers: { is: isWorkerCount, want: `a whole number from 1 to ${MAX_WORKERS}, or "auto"` },
  mode: { is: oneOf('auto', 'supervise', 'observe'), want: '"auto", "supervise" or "observe"' },
  entry: { is: isText, want: 'a path' },
  root: { is: isText, want: 'a path' },
  unset: { is: isTexts, want: 'a list of names' },
  dir: { is: isText, want: 'a path' },
  log: { is: oneOf('prefix', 'inherit'), want: '"prefix" or "inherit"' },
  scheduling: { is: oneOf('roundRobin', 'os', 'reusePort'), want: '"roundRobin", "os" or "reusePort"' },
  sticky: { is: oneOf('off', 'socket.io', 'cookie'), want: '"off", "socket.io" or "cookie"' },
  stopTimeout: MILLISECONDS,
  drainTimeout: MILLISECONDS,
  memoryLimit: { is: isAmount, want: 'megabytes, or 0 for no limit' },
  unresponsiveTimeout: MILLISECONDS,
  restart: { is: isRestart, want: 'an object with the numbers of the restart policy' },
  linger: MILLISECONDS,
  announce: SWITCH,
  debugReattach: SWITCH,
};

/** Reads the variable's text. Never throws: a wrong value falls back to its default and is named in `problems`. */
export function parseParameters(text: string): ParsedParameters {
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch {
    return { parameters: DEFAULT_PARAMETERS, problems: [`${PARAMETERS_VARIABLE} is not JSON: ${text.slice(0, 60)}`] };
  }
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    return { parameters: DEFAULT_PARAMETERS, problems: [`${PARAMETERS_VARIABLE} is not a JSON object`] };
  }
  const given = values as Record<string, unknown>;
  const good: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, field] of Object.entries(FIELDS)) {
    const value = given[name];
    if (value === undefined) continue;
    if (field.is(value)) good[name] = value;
    else problems.push(`"${name}" must be ${field.want}; got ${JSON.stringify(value).slice(0, 60)}`);
  }
  const restart = { ...DEFAULT_RESTART, ...(good.restart as Partial<RestartOptions> | undefined) };
  return { parameters: { ...DEFAULT_PARAMETERS, ...good, restart }, problems };
}
