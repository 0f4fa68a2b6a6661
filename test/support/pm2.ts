/**
 * A real PM2 for tests: the program from the npm registry, installed once beside the checkout, and for each test a home
 * of its own with a daemon that is ended after it.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Pm2Surroundings } from '../../src/core/pm2/pm2Ports';
import { NODE } from './clusterRun';
import { ensurePackages } from './npmInstall';
import { mustRun, Unavailable } from './vscode/unavailable';

const VERSION = '7.0.4';

/** What PM2 itself says of a process. */
export interface Pm2Entry {
  readonly pid: number;
  readonly pm_id: number;
  readonly name: string;
  readonly pm2_env: { readonly status: string; readonly restart_time: number; readonly [name: string]: unknown };
}

export interface Pm2 {
  /** The folder of its daemon; it is there once something was started. */
  readonly home: string;
  readonly file: string;
  readonly surroundings: Pm2Surroundings;
  /** Runs `pm2` as a terminal would and answers with what it printed. */
  run(args: readonly string[], options?: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv }): Promise<string>;
  /** What PM2 says that there is. */
  list(): Promise<readonly Pm2Entry[]>;
  /** Ends the daemon and everything in it. */
  end(): Promise<void>;
}

/** Installs PM2 where it is not yet; `Unavailable` where it cannot be had. Answers with its program. */
async function ensurePm2(): Promise<string> {
  const folder = await ensurePackages(`pm2-${VERSION}`, { pm2: VERSION });
  return path.join(folder, 'node_modules', '.bin', 'pm2');
}

/** Call it in a `describe`: gives each test a PM2 of its own, and skips them all, with a word, where npm cannot help. */
export function usePm2(): () => Pm2 {
  const made: Pm2[] = [];
  const program = useProgram();
  afterEach(async () => {
    for (const pm2 of made.splice(0)) await pm2.end();
  });
  return () => {
    const pm2 = openPm2(program());
    made.push(pm2);
    return pm2;
  };
}

/** The same with one PM2 for a whole `describe` whose tests are the steps of a story. */
export function useOnePm2(): () => Pm2 {
  let pm2: Pm2 | undefined;
  const program = useProgram();
  before(() => {
    pm2 = openPm2(program());
  });
  after(async function () {
    this.timeout(60_000);
    await pm2?.end();
  });
  return () => {
    if (!pm2) throw new Error('PM2 is there only while tests run');
    return pm2;
  };
}

function useProgram(): () => string {
  let file = '';
  before(async function () {
    this.timeout(180_000);
    try {
      file = await ensurePm2();
    } catch (error) {
      if (!(error instanceof Unavailable) || mustRun()) throw error;
      console.log(`      left out: ${error.message}`);
      this.skip();
    }
  });
  return () => file;
}

/** A PM2 whose home lies in a folder of its own, which `end` removes. */
function openPm2(file: string): Pm2 {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'nc-')));
  const home = path.join(folder, 'pm2');
  const searchPath = [path.dirname(file), path.dirname(NODE), process.env.PATH].join(path.delimiter);
  const run: Pm2['run'] = async (args, { cwd = folder, env } = {}) => {
    const variables = { ...process.env, PATH: searchPath, PM2_HOME: home, ...env };
    const { stdout } = await promisify(execFile)(file, [...args], { cwd, env: variables, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  };
  return {
    home,
    file,
    surroundings: { home, searchPath, folders: [], platform: process.platform },
    run,
    list: async () => JSON.parse((await run(['jlist'])).split('\n').findLast((line) => line.startsWith('[')) ?? '[]'),
    end: async () => {
      // Where no daemon is, the order would start one.
      if (existsSync(path.join(home, 'pm2.pid'))) await run(['kill']);
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}
