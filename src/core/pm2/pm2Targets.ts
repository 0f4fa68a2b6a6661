/**
 * From a command's argument, or none, to the app of PM2 that it is about. Pure, as `runTargets.ts` is for our runs: the
 * commands ask where there are several.
 */
import { ClusterError } from '../clusterError';
import type { Translate } from '../translate';
import type { Pm2App, Pm2Process, Pm2State } from './pm2State';

/** An app, or one process of it. */
export interface Pm2Target {
  readonly app: Pm2App;
  /** Absent where the whole app is meant. */
  readonly process?: Pm2Process;
}

/** The apps that a command may be about: the named one, else all; throws `pm2Failed` where there is none. */
export function findPm2Targets(t: Translate, state: Pm2State | undefined, argument: unknown): readonly Pm2Target[] {
  const apps = state?.apps ?? [];
  const name = readName(argument);
  if (name === undefined) return apps.length > 0 ? apps.map((app) => ({ app })) : fail(t, t('PM2 runs no apps here.'));
  const app = apps.find((one) => one.name === name.app);
  if (!app) return fail(t, t('PM2 has no app "{0}" any more.', name.app));
  if (name.id === undefined) return [{ app }];
  const process = app.processes.find(({ id }) => id === name.id);
  return process ? [{ app, process }] : fail(t, t('PM2 has no process {0} any more.', name.id));
}

/** Reads an argument of unknown origin; undefined where it names nothing of PM2. */
function readName(value: unknown): { readonly app: string; readonly id?: number } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { app, id } = value as Readonly<Record<string, unknown>>;
  if (typeof app !== 'string') return undefined;
  return typeof id === 'number' ? { app, id } : { app };
}

function fail(t: Translate, message: string): never {
  throw new ClusterError('pm2Failed', message, t('Look at the Cluster view for what there is.'));
}
