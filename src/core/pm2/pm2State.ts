/**
 * What is known of the user's own PM2: its apps with their processes, as plain read-only data. The watcher in `host/pm2`
 * makes it from what `pm2 jlist` says, the rows and commands read it. There is none where no PM2 daemon lives.
 */
import type { Usage } from '../state';

export interface Pm2Process {
  /** PM2's number of the process, unique in its daemon. */
  readonly id: number;
  readonly app: string;
  /** Absent while no process lives. */
  readonly pid?: number;
  /** PM2's own word: `online`, `stopped`, `errored` and others. */
  readonly status: string;
  readonly restarts: number;
  /** When this process was started, epoch milliseconds. */
  readonly startedAt?: number;
  readonly mode: 'cluster' | 'fork';
  readonly namespace?: string;
  readonly script?: string;
  readonly cwd?: string;
  /** The version of its Node.js, without the `v`. */
  readonly node?: string;
  readonly exitCode?: number;
}

export interface Pm2App {
  readonly name: string;
  /** Sorted by their number. */
  readonly processes: readonly Pm2Process[];
}

export interface Pm2State {
  readonly apps: readonly Pm2App[];
  /** What each process uses, by pid, while somebody looks. */
  readonly usage: ReadonlyMap<number, Usage>;
  /** The daemon lives, but the last question to it had no answer: the apps are those of before. */
  readonly isSilent: boolean;
}

/** What a row of PM2 stands for; also the argument that menus pass to commands. */
export type Pm2Node =
  | { readonly kind: 'pm2' }
  | { readonly kind: 'pm2App'; readonly app: string }
  | { readonly kind: 'pm2Process'; readonly app: string; readonly id: number };

/** The apps of a list of processes, sorted by name. */
export function appsOf(processes: readonly Pm2Process[]): readonly Pm2App[] {
  const byName = new Map<string, Pm2Process[]>();
  for (const process of processes) byName.set(process.app, [...(byName.get(process.app) ?? []), process]);
  const apps = [...byName].map(([name, own]) => ({ name, processes: own.sort((a, b) => a.id - b.id) }));
  return apps.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The app of this name, if PM2 has it. */
export function findApp(state: Pm2State | undefined, name: string): Pm2App | undefined {
  return state?.apps.find((app) => app.name === name);
}

/** Whether PM2 is about to give the process another state by itself. */
export function isInTransition({ status }: Pm2Process): boolean {
  return status === 'launching' || status === 'stopping' || status === 'waiting restart';
}
