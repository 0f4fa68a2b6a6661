/**
 * From an app of a PM2 file to a run here: what maps is mapped, and what has no counterpart is named. The file has been
 * evaluated before, in a process of its own; paths stay as they stand there, relative to the file's folder.
 */
import { MAX_WORKERS } from '../../shared/runInfo';
import { ClusterError } from '../clusterError';
import { fileName } from '../entryFile';
import type { LaunchOptions } from '../launchOptions';
import type { Translate } from '../translate';
import { wordsOf } from './words';

export interface EcosystemApp {
  readonly name: string;
  /** What comes after `env_` in its environments: `production`. */
  readonly environments: readonly string[];
  readonly fields: Fields;
}

export interface MappedApp {
  readonly options: LaunchOptions;
  /** Names of fields that mean nothing here. */
  readonly leftOut: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

const FILE = /^(?:(?:ecosystem|pm2)(?:\.[\w-]+)*\.config\.(?:[cm]?js|json)|(?:ecosystem|pm2|process)\.json)$/;

/** Whether a file describes apps for PM2, by its name. */
export function isEcosystemFile(path: string): boolean {
  return FILE.test(fileName(path));
}

/** The apps of an evaluated file, of which nothing is known yet. */
export function ecosystemApps(evaluated: readonly unknown[]): readonly EcosystemApp[] {
  return evaluated.filter(isFields).map((fields, index) => ({
    name: text(fields.name) ?? text(fields.script) ?? `#${index}`,
    environments: Object.keys(fields).flatMap((key) => /^env_(.+)$/.exec(key)?.[1] ?? []),
    fields,
  }));
}

/** What an app is here; throws `badEcosystem` for one that Node.js does not run. */
export function mapApp(
  t: Translate,
  { name, fields }: EcosystemApp,
  { cores, environment }: { readonly cores: number; readonly environment?: string | undefined },
): MappedApp {
  const interpreter = text(fields.interpreter) ?? text(fields.exec_interpreter);
  if (interpreter !== undefined && !/^node(\.exe)?$/i.test(fileName(interpreter)))
    throw notRunnable(t, t('The app "{0}" runs on {1}, not on Node.js.', name, interpreter));
  const nodePath = interpreter === undefined || interpreter === fileName(interpreter) ? {} : { nodePath: interpreter };
  const options = {
    ...target(t, name, fields),
    ...nodePath,
    workers: workersOf(fields.instances, cores),
    ...listOption('runtimeArgs', fields.node_args ?? fields.interpreter_args),
    ...environmentOption(fields, environment),
    ...memoryOption(fields.max_memory_restart),
    ...timeOptions(fields.kill_timeout),
  };
  return { options, leftOut: leftOut(fields) };
}

const MANAGERS = /^(npm|pnpm|yarn)(\.cmd)?$/;

/** `npm` with `run start` as its arguments is a script of package.json; anything else is a file. */
function target(t: Translate, name: string, fields: Fields): LaunchOptions {
  const script = text(fields.script) ?? text(fields.exec);
  if (script === undefined) throw notRunnable(t, t('The app "{0}" names no script.', name));
  const cwd = text(fields.cwd) ?? '.';
  const args = wordList(fields.args);
  if (!MANAGERS.test(script)) return { entry: script, cwd, ...(args.length > 0 && { args }) };
  const [first, ...rest] = args[0] === 'run' || args[0] === 'run-script' ? args.slice(1) : args;
  if (first === undefined) throw notRunnable(t, t('The app "{0}" names no script.', name));
  const passed = rest[0] === '--' ? rest.slice(1) : rest;
  return { script: first, cwd, ...(passed.length > 0 && { args: passed }) };
}

/** PM2 reads 0 and `max` as all cores, a negative number as so many fewer. */
function workersOf(instances: unknown, cores: number): number | 'auto' {
  if (instances === 'max') return 'auto';
  const count = Math.trunc(Number(instances ?? 1));
  if (Number.isNaN(count)) return 1;
  if (count === 0) return 'auto';
  return Math.min(MAX_WORKERS, count > 0 ? count : Math.max(1, cores + count));
}

function listOption(name: 'runtimeArgs', value: unknown): LaunchOptions {
  const words = wordList(value);
  return words.length > 0 ? { [name]: words } : {};
}

/** The common environment, the chosen one over it, and `port` as PM2 hands it on. */
function environmentOption(fields: Fields, environment: string | undefined): LaunchOptions {
  const chosen = environment === undefined ? undefined : fields[`env_${environment}`];
  const port = fields.port === undefined ? {} : { PORT: fields.port };
  const merged = { ...port, ...asFields(fields.env), ...asFields(chosen) };
  const pairs = Object.entries(merged).flatMap(([name, value]) =>
    value === undefined || value === null
      ? []
      : [[name, typeof value === 'object' ? JSON.stringify(value) : String(value)]],
  );
  return pairs.length > 0 ? { env: Object.fromEntries(pairs) } : {};
}

const UNITS: Readonly<Record<string, number>> = { '': 1 / (1024 * 1024), K: 1 / 1024, M: 1, G: 1024 };

/** `300M`, `1.5G`, or bytes. */
function memoryOption(value: unknown): LaunchOptions {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([KMG]?)B?\s*$/i.exec(String(value ?? ''));
  const megabytes = match && Number(match[1]) * (UNITS[match[2]?.toUpperCase() ?? ''] ?? 1);
  return megabytes ? { memoryLimit: Math.max(1, Math.round(megabytes)) } : {};
}

/** PM2 has one time, from its signal to the end by force; here a worker that is replaced finishes its requests first. */
function timeOptions(value: unknown): LaunchOptions {
  const milliseconds = Number(value);
  if (!(milliseconds > 0)) return {};
  const seconds = Math.min(3600, milliseconds / 1000);
  return { stopTimeout: seconds, drainTimeout: seconds };
}

/** Fields that are mapped, or make no difference here. */
const UNDERSTOOD = new Set([
  ...['name', 'script', 'exec', 'cwd', 'args', 'node_args', 'interpreter_args', 'interpreter', 'exec_interpreter'],
  ...['instances', 'exec_mode', 'env', 'port', 'max_memory_restart', 'kill_timeout'],
  ...['namespace', 'version', 'vizion', 'pmx', 'automation', 'treekill', 'windowsHide', 'force', 'merge_logs'],
  ...['combine_logs', 'time', 'log_date_format', 'source_map_support', 'append_env_to_name'],
]);

/** What PM2 does anyway, and so do we. */
const USUAL: Fields = { autorestart: true, autostart: true, instance_var: 'NODE_APP_INSTANCE' };

function leftOut(fields: Fields): readonly string[] {
  const isOff = (value: unknown): boolean => value === undefined || value === null || value === false || value === '';
  return Object.entries(fields).flatMap(([name, value]) => {
    if (UNDERSTOOD.has(name) || name.startsWith('env_') || USUAL[name] === value) return [];
    // To be switched off is news only where it is on by itself.
    return isOff(value) && !(name in USUAL) ? [] : [name];
  });
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const asFields = (value: unknown): Fields => (isFields(value) ? value : {});
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const wordList = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map(String) : wordsOf(typeof value === 'string' ? value : '');

function notRunnable(t: Translate, message: string): ClusterError {
  return new ClusterError('badEcosystem', message, t('Choose another app of the file, or run it with PM2.'));
}
