/**
 * PM2 7 in cluster mode, used as a program through its command line. Each app gets a daemon with a home of its own,
 * which PM2's own kill command ends.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isAlive } from '../../support/exampleApp';
import { eventually } from '../../support/vscode/eventually';
import type { Cleanup } from '../cleanup';
import { childrenOf } from '../processCost';
import { appEnvironment } from './ownPrimary';
import { packageFolder } from './packages';
import { APPS, type Runner, type RunningApp, type StartOptions } from './runner';

const NAME = 'bench';

export const pm2: Runner = {
  name: 'pm2',
  title: 'PM2 7',
  start: async (options) => (await openHome(options)).start(options),
  warmUp: async (options) => {
    const home = await openHome(options);
    await home.command('ping');
    return home.folder;
  },
};

/** Homes that are open, by their folder: what `warmUp` made is taken over by `start`. */
const homes = new Map<string, Home>();

async function openHome(options: Pick<StartOptions, 'node' | 'cleanup' | 'home'>): Promise<Home> {
  const known = options.home === undefined ? undefined : homes.get(options.home);
  return known ?? new Home(options.node, await packageFolder('pm2'), options.cleanup);
}

/** A daemon and its files. */
class Home {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'nc-pm2-'));
  private readonly dispose: () => Promise<void>;

  constructor(
    private readonly node: string,
    private readonly program: string,
    cleanup: Cleanup,
  ) {
    homes.set(this.folder, this);
    this.dispose = cleanup.add(() => this.close());
  }

  async start({ app, workers, port, env }: StartOptions): Promise<RunningApp> {
    const args = ['start', path.join(APPS, app), '-i', String(workers), '--name', NAME];
    await this.command(args, { ...appEnvironment(port), ...env });
    const primary = this.daemon();
    return {
      primary,
      workers: () => childrenOf(primary),
      output: () => this.logs(),
      reload: () => this.command(['reload', NAME]),
      look: () => this.command('jlist'),
      stop: () => this.dispose(),
    };
  }

  /** Runs a command of PM2's to its end. */
  async command(args: string | readonly string[], env: NodeJS.ProcessEnv = appEnvironment(0)): Promise<void> {
    const words = [path.join(this.program, 'bin', 'pm2'), ...[args].flat()];
    const child = spawn(this.node, words, { env: { ...env, PM2_HOME: this.folder }, stdio: 'ignore' });
    await once(child, 'exit');
  }

  /** Only a daemon that was started is ended: the command would start one. */
  private async close(): Promise<void> {
    homes.delete(this.folder);
    const pid = this.daemon();
    if (pid !== 0) {
      const workers = childrenOf(pid);
      await this.command('kill');
      await eventually('the daemon of PM2 to end', () => !isAlive(pid) || undefined);
      for (const worker of workers) if (isAlive(worker)) process.kill(worker, 'SIGKILL');
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private daemon(): number {
    return Number(this.read('pm2.pid'));
  }

  private logs(): string {
    const files = readdirSync(path.join(this.folder, 'logs'));
    return files.map((file) => this.read(path.join('logs', file))).join('');
  }

  private read(file: string): string {
    try {
      return readFileSync(path.join(this.folder, file), 'utf8');
    } catch {
      // Not written yet: no daemon was started.
      return '';
    }
  }
}
