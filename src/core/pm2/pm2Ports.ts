/** What the views and commands need of PM2 from the outside world; `host/pm2` implements it. */
import type { Disposable } from '../ports';
import type { Pm2State } from './pm2State';

/** What the terminal of a person knows about their PM2. */
export interface Pm2Surroundings {
  /** `PM2_HOME`, or `.pm2` below the home folder. */
  readonly home: string;
  /** The terminal's `PATH`. */
  readonly searchPath: string;
  /** Folders whose `node_modules/.bin` may have a `pm2`. */
  readonly folders: readonly string[];
  readonly platform: string;
}

/** The user's own PM2, as far as it is known. */
export interface Pm2Source {
  /** Undefined where no PM2 daemon lives, or nobody has looked yet. */
  readonly pm2: Pm2State | undefined;
  /** Called after a change of the apps, or of nothing but what they use. */
  onDidChange(listener: (what: 'apps' | 'usage') => void): Disposable;
}

/** Steers PM2 by its command line. */
export interface Pm2Control {
  /** Looks now and resolves with what is there; for commands while nothing watches. */
  refresh(): Promise<Pm2State | undefined>;
  /** Runs `pm2` with these arguments and then looks again; rejects with `pm2Failed`. */
  command(args: readonly string[]): Promise<void>;
  /** How a terminal runs `pm2` with these arguments; undefined where there is none. */
  terminalCommand(args: readonly string[]): Promise<Pm2Command | undefined>;
}

/** A process to start. */
export interface Pm2Command {
  readonly file: string;
  readonly args: readonly string[];
  /** Goes over what a process inherits. */
  readonly env: Readonly<Record<string, string>>;
}
