/**
 * Every setting of the extension with its type, its default and what it accepts. `ui/config.ts` reads values by this
 * table, the manifest test holds it against `package.json`. A broken value is an error that names its setting; it is
 * never replaced in silence.
 */
import { isWorkerCount } from '../shared/launchParameters';
import { MAX_WORKERS, type RunMode, type Scheduling, type StickyMode } from '../shared/runInfo';
import { ClusterError } from './clusterError';
import type { Translate } from './translate';
import type { WorkerCount } from './workerCount';

export interface Settings {
  readonly workers: WorkerCount;
  readonly mode: RunMode | 'auto';
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | null>>;
  readonly envFile: string;
  readonly output: 'prefix' | 'inherit';
  readonly scheduling: Scheduling;
  readonly sticky: StickyMode | 'off';
  /** Seconds. */
  readonly stopTimeout: number;
  /** Seconds. */
  readonly drainTimeout: number;
  readonly reloadOnSave: boolean;
  /** Megabytes; 0 is no limit. */
  readonly memoryLimit: number;
  /** Seconds; 0 is never. */
  readonly unresponsiveTimeout: number;
  /** Milliseconds. */
  readonly 'restart.baseDelay': number;
  /** Seconds. */
  readonly 'restart.maxDelay': number;
  /** 0 to 1. */
  readonly 'restart.jitter': number;
  /** Seconds. */
  readonly 'restart.stableUptime': number;
  /** Seconds. */
  readonly 'restart.youngUptime': number;
  readonly 'restart.loopCrashes': number;
  readonly nodePath: string;
  readonly runtimeArgs: readonly string[];
  readonly detectTasks: boolean;
  readonly confirmStopAll: boolean;
  readonly statusBar: boolean;
  readonly codeLens: boolean;
  readonly 'debug.reattach': boolean;
  readonly diagnostics: boolean;
  readonly ignoredDiagnostics: readonly string[];
  readonly observeTerminals: boolean;
  readonly pm2: 'auto' | 'off';
}

export type SettingName = keyof Settings;

interface Setting<T> {
  readonly default: T;
  /** Shapes a command line or an environment: an untrusted workspace may not set it. */
  readonly restricted: boolean;
  readonly accepts: (value: unknown) => value is T;
  readonly want: (t: Translate) => string;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isSwitch = (value: unknown): value is boolean => typeof value === 'boolean';
const isList = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
const isSeconds = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 3600;
const isAmount = (value: unknown): value is number => typeof value === 'number' && value >= 0 && Number.isFinite(value);
const isShare = (value: unknown): value is number => isAmount(value) && value <= 1;
const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 1;
const isEnvironment = (value: unknown): value is Record<string, string | null> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((one) => one === null || isText(one));
const isOneOf =
  <T extends string>(...words: T[]) =>
  (value: unknown): value is T =>
    words.some((word) => word === value);

const wantText = (t: Translate): string => t('a text');
const wantList = (t: Translate): string => t('a list of texts');
const wantSeconds = (t: Translate): string => t('seconds from 0 to 3600');
const wantSwitch = (t: Translate): string => t('true or false');

/** The table of settings; `nodeCluster.` comes before each name. */
export const SETTINGS: { readonly [K in SettingName]: Setting<Settings[K]> } = {
  workers: {
    default: 'auto',
    restricted: false,
    accepts: isWorkerCount,
    want: (t) => t('a whole number from 1 to {0}, or "auto"', MAX_WORKERS),
  },
  mode: {
    default: 'auto',
    restricted: false,
    accepts: isOneOf('auto', 'supervise', 'observe'),
    want: (t) => t('"auto", "supervise" or "observe"'),
  },
  args: { default: [], restricted: true, accepts: isList, want: wantList },
  env: {
    default: {},
    restricted: true,
    accepts: isEnvironment,
    want: (t) => t('an object of names and texts, or null to unset a variable'),
  },
  envFile: { default: '', restricted: true, accepts: isText, want: (t) => t('the path of a file') },
  output: {
    default: 'prefix',
    restricted: false,
    accepts: isOneOf('prefix', 'inherit'),
    want: (t) => t('"prefix" or "inherit"'),
  },
  scheduling: {
    default: 'roundRobin',
    restricted: false,
    accepts: isOneOf('roundRobin', 'os', 'reusePort'),
    want: (t) => t('"roundRobin", "os" or "reusePort"'),
  },
  sticky: {
    default: 'off',
    restricted: false,
    accepts: isOneOf('off', 'socket.io', 'cookie'),
    want: (t) => t('"off", "socket.io" or "cookie"'),
  },
  stopTimeout: { default: 10, restricted: false, accepts: isSeconds, want: wantSeconds },
  drainTimeout: { default: 10, restricted: false, accepts: isSeconds, want: wantSeconds },
  reloadOnSave: { default: false, restricted: false, accepts: isSwitch, want: wantSwitch },
  memoryLimit: { default: 0, restricted: false, accepts: isAmount, want: (t) => t('megabytes, or 0 for no limit') },
  unresponsiveTimeout: { default: 0, restricted: false, accepts: isSeconds, want: wantSeconds },
  'restart.baseDelay': { default: 500, restricted: false, accepts: isAmount, want: (t) => t('milliseconds') },
  'restart.maxDelay': { default: 15, restricted: false, accepts: isSeconds, want: wantSeconds },
  'restart.jitter': { default: 0.2, restricted: false, accepts: isShare, want: (t) => t('a number from 0 to 1') },
  'restart.stableUptime': { default: 30, restricted: false, accepts: isSeconds, want: wantSeconds },
  'restart.youngUptime': { default: 5, restricted: false, accepts: isSeconds, want: wantSeconds },
  'restart.loopCrashes': {
    default: 5,
    restricted: false,
    accepts: isCount,
    want: (t) => t('a whole number from 1'),
  },
  nodePath: { default: '', restricted: true, accepts: isText, want: wantText },
  runtimeArgs: { default: [], restricted: true, accepts: isList, want: wantList },
  detectTasks: { default: true, restricted: false, accepts: isSwitch, want: wantSwitch },
  confirmStopAll: { default: true, restricted: false, accepts: isSwitch, want: wantSwitch },
  statusBar: { default: true, restricted: false, accepts: isSwitch, want: wantSwitch },
  codeLens: { default: true, restricted: false, accepts: isSwitch, want: wantSwitch },
  'debug.reattach': { default: true, restricted: false, accepts: isSwitch, want: wantSwitch },
  diagnostics: { default: true, restricted: false, accepts: isSwitch, want: wantSwitch },
  ignoredDiagnostics: { default: [], restricted: false, accepts: isList, want: wantList },
  observeTerminals: { default: false, restricted: true, accepts: isSwitch, want: wantSwitch },
  pm2: { default: 'auto', restricted: false, accepts: isOneOf('auto', 'off'), want: (t) => t('"auto" or "off"') },
};

/** All names, in the table's order. */
export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

/** The name as a person meets it. */
export function settingId(name: SettingName): string {
  return `nodeCluster.${name}`;
}

/** The error that names a setting, says what it wants, and opens it. */
export function badSetting(t: Translate, name: SettingName, problem: string): ClusterError {
  const id = settingId(name);
  const hint = t('Correct {0} in the settings.', id);
  return new ClusterError('badSetting', problem, hint, {
    title: t('Open Setting'),
    command: 'workbench.action.openSettings',
    args: [id],
  });
}

/** A setting's value, checked; a value that is not set has its default. */
export function readSetting<K extends SettingName>(t: Translate, name: K, value: unknown): Settings[K] {
  const setting = SETTINGS[name];
  if (value === undefined) return setting.default;
  if (setting.accepts(value)) return value;
  const got = JSON.stringify(value).slice(0, 60);
  throw badSetting(t, name, t('The setting {0} must be {1}; it is {2}.', settingId(name), setting.want(t), got));
}
