/**
 * The parameters of a run as they travel in the variable `NODE_CLUSTER`: one JSON object, every field optional, so that
 * `NODE_CLUSTER='{"workers":4}' node --require preload.cjs app.js` is a complete run with no editor near it.
 */
import { MAX_WORKERS, type RunMode } from './protocol';

/** The environment variable that carries a run's parameters. */
export const PARAMETERS_VARIABLE = 'NODE_CLUSTER';

export interface LaunchParameters {
  /** How many workers; `auto` is what `os.availableParallelism()` says. */
  readonly workers: number | 'auto';
  /** `auto` reads the entry and decides. */
  readonly mode: RunMode | 'auto';
  /** Absolute path of the file to run clustered. Without it the first process under `root` is taken. */
  readonly entry?: string;
  /** Folder under which a process is taken when no entry is named. */
  readonly root?: string;
  /** The run directory, where it is not the usual one. */
  readonly dir?: string;
  /** `prefix` writes each line with its worker's number before it; `inherit` leaves the workers' output alone. */
  readonly log: 'prefix' | 'inherit';
  /** How long a worker may take to end after SIGTERM before SIGKILL, in milliseconds. */
  readonly stopTimeout: number;
  /** How long a worker that is replaced or no longer needed may take to finish its requests, in milliseconds. */
  readonly drainTimeout: number;
  /**
   * How long a run that is over waits for somebody who was told to watch it, in milliseconds: one that fails as it
   * starts would be gone before it could say why.
   */
  readonly linger: number;
}

export const DEFAULT_PARAMETERS: LaunchParameters = {
  workers: 'auto',
  mode: 'auto',
  log: 'prefix',
  stopTimeout: 10_000,
  drainTimeout: 10_000,
  linger: 0,
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
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

/** Whether a value can be a number of workers: a whole number from 1 to the limit, or `auto`. */
export function isWorkerCount(value: unknown): value is number | 'auto' {
  return value === 'auto' || (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_WORKERS);
}

const MILLISECONDS = {
  is: (value: unknown) => typeof value === 'number' && value >= 0 && value <= 3_600_000,
  want: 'milliseconds from 0 to 3600000',
};

const FIELDS: Field = {
  workers: { is: isWorkerCount, want: `a whole number from 1 to ${MAX_WORKERS}, or "auto"` },
  mode: { is: oneOf('auto', 'supervise', 'observe'), want: '"auto", "supervise" or "observe"' },
  entry: { is: isText, want: 'a path' },
  root: { is: isText, want: 'a path' },
  dir: { is: isText, want: 'a path' },
  log: { is: oneOf('prefix', 'inherit'), want: '"prefix" or "inherit"' },
  stopTimeout: MILLISECONDS,
  drainTimeout: MILLISECONDS,
  linger: MILLISECONDS,
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
  return { parameters: { ...DEFAULT_PARAMETERS, ...good }, problems };
}
