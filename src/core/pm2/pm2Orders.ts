/**
 * The command lines by which PM2 is steered. Processes are named by their numbers wherever PM2 takes several of them,
 * since a name may mean more to it than the app: `all`, a number, a namespace, a regular expression.
 */
import type { Pm2App } from './pm2State';

export type Pm2Action = 'reload' | 'restart' | 'stop' | 'delete';

/** The command lines, one after the other, for an app or for one process of it. */
export function ordersFor(action: Pm2Action, app: Pm2App, id?: number): readonly (readonly string[])[] {
  const ids = id === undefined ? app.processes.map((process) => String(process.id)) : [String(id)];
  if (action !== 'reload') return [[action, ...ids]];
  // `pm2 reload` looks at its first argument only; by the name it reloads two at a time.
  return id === undefined && isPlain(app.name) ? [['reload', app.name]] : ids.map((one) => ['reload', one]);
}

/** The command line that gives an app another number of processes. */
export function scaleOrder(app: Pm2App, processes: number): readonly string[] {
  return ['scale', app.name, String(processes)];
}

/** The command line that prints the last lines of an app, or of one process of it, and follows them. */
export function logOrder(app: Pm2App, id?: number): readonly string[] {
  return ['logs', id === undefined ? logName(app) : String(id), '--lines', '200'];
}

/** An app of one process by its number; others by the name, as a regular expression where it would be taken for one. */
function logName({ name, processes: [first, ...others] }: Pm2App): string {
  if (first && others.length === 0) return String(first.id);
  return isPlain(name) ? name : `/^${name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}$/`;
}

const isPlain = (name: string): boolean => name !== 'all' && /^[A-Za-z_][\w.-]*$/.test(name);
