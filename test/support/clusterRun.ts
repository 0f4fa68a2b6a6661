/**
 * Starts an app under the preload as a shell would, with a run directory of its own, and watches it over the wire. The
 * owner disposes it; whatever still lives of the run is ended then, by pid.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LaunchParameters } from '../../src/shared/launchParameters';
import { requireOption, withPreload } from '../../src/shared/nodeOptions';
import type { ReloadInfo, WorkerInfo } from '../../src/shared/runInfo';
import type { RunRecord } from '../../src/shared/runRecord';
import { type Exit, findFreePort, get, isAlive } from './exampleApp';
import { ROOT } from './process.mjs';
import { eventually } from './vscode/eventually';
import { WireClient } from './wireClient';

/** The Node that the runs are started with; the tests themselves stay on the one that runs mocha. */
export const NODE = process.env.NODE_CLUSTER_TEST_NODE ?? process.execPath;
/** `[major, minor]` of that Node. */
export const NODE_VERSION = execFileSync(NODE, ['-p', 'process.versions.node'], { encoding: 'utf8' })
  .split('.')
  .map(Number);
export const PRELOAD = path.join(ROOT, 'dist', 'preload.cjs');
export const TERMINAL_PRELOAD = path.join(ROOT, 'dist', 'terminal.cjs');
export const APPS = path.join(ROOT, 'test', 'fixtures', 'apps');
export const TSX = pathToFileURL(require.resolve('tsx')).href;

export interface RunOptions {
  /** A file of the fixture apps, or an absolute path. */
  readonly app: string;
  readonly args?: readonly string[];
  readonly nodeArgs?: readonly string[];
  readonly parameters?: Partial<LaunchParameters>;
  readonly env?: Readonly<Record<string, string>>;
  /**
   * How the preload gets in: typed before the file, by `NODE_OPTIONS` as the launcher does, or by the preload of
   * terminals, which is given no parameters: its run directory is the usual one below `TMPDIR`.
   */
  readonly via?: 'typed' | 'options' | 'terminal';
  /** Another command than `node <app>`. */
  readonly command?: readonly [string, ...string[]];
  readonly cwd?: string;
  /** A run directory that outlives this run. */
  readonly dir?: string;
}

export class ClusterRun {
  readonly exited: Promise<Exit>;
  stdout = '';
  stderr = '';
  private client: WireClient | undefined;
  private readonly pids = new Set<number>();

  private constructor(
    readonly primary: ChildProcess,
    readonly dir: string,
    readonly port: number,
    private readonly app: string,
  ) {
    this.exited = once(primary, 'close').then(([code, signal]) => ({ code, signal }));
    primary.stdout?.setEncoding('utf8').on('data', (text) => {
      this.stdout += text;
    });
    primary.stderr?.setEncoding('utf8').on('data', (text) => {
      this.stderr += text;
    });
  }

  static async start(options: RunOptions): Promise<ClusterRun> {
    const dir = options.dir ?? makeRunDirectory();
    const port = Number(options.env?.PORT ?? (await findFreePort()));
    const { via = 'typed' } = options;
    const parameters = JSON.stringify({ dir, workers: 2, ...options.parameters });
    const env = {
      ...process.env,
      PORT: String(port),
      ...options.env,
      ...(via === 'terminal' ? { TMPDIR: path.dirname(dir) } : { NODE_CLUSTER: parameters }),
      NODE_OPTIONS: nodeOptions(via, options.env?.NODE_OPTIONS),
    };
    const typed = via === 'typed' ? ['--require', PRELOAD] : [];
    const file = path.resolve(APPS, options.app);
    const [command, ...args] = options.command ?? [
      NODE,
      ...typed,
      ...(options.nodeArgs ?? []),
      file,
      ...(options.args ?? []),
    ];
    return new ClusterRun(spawn(command, args, { cwd: options.cwd ?? APPS, env }), dir, port, path.basename(file));
  }

  get pid(): number {
    return this.primary.pid ?? 0;
  }

  /** The record that the primary leaves, as soon as it is there. */
  async record(): Promise<RunRecord> {
    // Under a script that runs several programs each of them is a run while it lasts.
    const look = (): RunRecord | undefined =>
      readRecords(this.dir).find(({ entry }) => path.basename(entry) === this.app);
    const found = await eventually('the run record', look, { interval: 20 });
    this.pids.add(found.pid);
    return found;
  }

  /** The client that watches this run, connected at the first call. */
  async wire(): Promise<WireClient> {
    this.client ??= await WireClient.open(await this.record());
    return this.client;
  }

  /** Waits until so many workers listen and no other state is left, and answers them. */
  async untilListening(count: number): Promise<WorkerInfo[]> {
    const wire = await this.wire();
    const workers = await wire.untilWorkers(
      (all) => all.length === count && all.every(({ state }) => state === 'listening'),
    );
    for (const { pid } of workers) if (pid) this.pids.add(pid);
    return workers;
  }

  /** Asks over a connection of its own; answers with the body, which is a worker's pid for most of the apps. */
  async ask(url = '/'): Promise<string> {
    return (await get({ port: this.port, path: url, agent: false })).text;
  }

  /** Waits until the run has printed something. */
  async untilPrinted(pattern: RegExp): Promise<void> {
    await eventually(`${pattern} in the output`, () => pattern.test(this.stdout + this.stderr) || undefined, {
      interval: 20,
    });
  }

  /** Asks until so many different workers have answered. */
  async untilAnswered(count: number): Promise<number[]> {
    const pids = new Set<number>();
    const look = async (): Promise<true | undefined> =>
      pids.add(Number(await this.ask())).size >= count ? true : undefined;
    await eventually(`${count} answering workers`, look, { interval: 10 });
    for (const pid of pids) this.pids.add(pid);
    return [...pids];
  }

  /** Asks for a rolling reload and answers how it went once it is over. */
  async reload(): Promise<ReloadInfo | undefined> {
    const wire = await this.wire();
    const before = wire.messages.length;
    await wire.request({ type: 'reload' });
    const over = await wire.until(
      (message) =>
        message.type === 'run' &&
        message.run.reload !== undefined &&
        message.run.reload.state !== 'running' &&
        wire.messages.indexOf(message) >= before,
    );
    return over.type === 'run' ? over.run.reload : undefined;
  }

  /** Ends what is left and answers when it is gone. */
  async dispose(): Promise<void> {
    this.client?.close();
    for (const { pid } of this.client?.workers.values() ?? []) if (pid) this.pids.add(pid);
    // Under npm the primary is a grandchild, which npm does not pass the signal on to.
    const primaries = [this.pid, ...readRecords(this.dir).map(({ pid }) => pid)];
    this.end(primaries, 'SIGTERM');
    const late = setTimeout(() => this.end([...primaries, ...this.pids], 'SIGKILL'), 3000);
    await this.exited;
    clearTimeout(late);
    this.end([...this.pids], 'SIGKILL');
    rmSync(this.dir, { recursive: true, force: true });
  }

  private end(pids: readonly number[], signal: NodeJS.Signals): void {
    for (const pid of pids) if (isAlive(pid)) process.kill(pid, signal);
  }
}

function nodeOptions(via: RunOptions['via'], own: string | undefined): string {
  if (via === 'options') return withPreload(own, PRELOAD);
  return via === 'terminal' ? `${own ?? ''} ${requireOption(TERMINAL_PRELOAD)}` : (own ?? '');
}

/** A run directory for one test. */
export function makeRunDirectory(): string {
  return mkdtempSync(path.join(tmpdir(), 'nc-'));
}

/** The records of a run directory that are whole. */
export function readRecords(dir: string): RunRecord[] {
  const names = readdirSync(dir).filter((name) => /^\d+\.json$/.test(name));
  return names.flatMap((name) => {
    try {
      return JSON.parse(readFileSync(path.join(dir, name), 'utf8')) as RunRecord;
    } catch {
      // The run has ended between the two looks.
      return [];
    }
  });
}

/** Gives each test of a suite a `start` whose runs are disposed after it. */
export function useRuns(): (options: RunOptions) => Promise<ClusterRun> {
  const runs: ClusterRun[] = [];
  afterEach(async () => {
    await Promise.all(runs.splice(0).map((run) => run.dispose()));
  });
  return async (options) => {
    const run = await ClusterRun.start(options);
    runs.push(run);
    return run;
  };
}
