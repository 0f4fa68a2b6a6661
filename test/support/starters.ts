/**
 * The programs that people start their apps with, and a project to start with them: package managers, TypeScript
 * loaders, file watchers, frameworks. They are installed beside the checkout, not in it: only the tests want them.
 */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { APPS, NODE } from './clusterRun';
import { ensurePackages } from './npmInstall';
import { mustRun, Unavailable } from './vscode/unavailable';

/** The last versions that run on every Node of the matrix, but for fastify, which needs 20. */
const STARTERS = {
  fastify: '5.12.8',
  koa: '3.3.0',
  nodemon: '3.1.14',
  pnpm: '10.34.9',
  'ts-node': '10.9.2',
  tsx: '4.23.15',
  typescript: '5.9.3',
  yarn: '1.22.22',
};

const SCRIPTS = {
  start: 'node server.js',
  'start:nest': 'node node_modules/nest-like/bin.js',
  'start:overwriting': 'NODE_OPTIONS=--no-warnings node server.js',
};

/** A command line of the shape that `nest start` has: a program of node_modules runs the app's file in a shell. */
const NEST_LIKE = `require('node:child_process').spawn('node server.js', { shell: true, stdio: 'inherit' })
  .on('exit', (code) => process.exit(code));`;

/** Without a tsconfig of its own ts-node takes one for the Node at hand, with options that TypeScript 5 refuses together. */
const TS_NODE_WANTS = { target: 'es2022', module: 'commonjs', moduleResolution: 'node', esModuleInterop: true };

export interface Project {
  /** Where its package.json, `server.js` and `server.ts` are. */
  readonly folder: string;
  /** The path of a program in its `node_modules/.bin`. */
  bin(name: string): string;
}

/** Call it in a `describe`: gives each test a project of its own, and skips them all, with a word, where npm cannot help. */
export function useProjects(): () => Project {
  const folders: string[] = [];
  let installed = '';
  before(async function () {
    this.timeout(180_000);
    try {
      installed = await ensurePackages(`starters-${Object.values(STARTERS).join('-')}`, STARTERS);
    } catch (error) {
      if (!(error instanceof Unavailable) || mustRun()) throw error;
      console.log(`      left out: ${error.message}`);
      this.skip();
    }
  });
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    const home = realpathSync(mkdtempSync(path.join(tmpdir(), 'nc-')));
    folders.push(home);
    return makeProject(home, installed);
  };
}

function makeProject(home: string, installed: string): Project {
  const folder = path.join(home, 'app');
  mkdirSync(path.join(folder, 'node_modules', 'nest-like'), { recursive: true });
  symlinkSync(path.join(installed, 'node_modules'), path.join(home, 'node_modules'), 'junction');
  writeFileSync(path.join(folder, 'node_modules', 'nest-like', 'bin.js'), NEST_LIKE);
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'app', private: true, scripts: SCRIPTS }));
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: TS_NODE_WANTS }));
  cpSync(path.join(APPS, 'frameworks'), folder, { recursive: true });
  copyFileSync(path.join(APPS, 'plain.js'), path.join(folder, 'server.js'));
  copyFileSync(path.join(APPS, 'typed.ts'), path.join(folder, 'server.ts'));
  return { folder, bin: (name) => path.join(home, 'node_modules', '.bin', name) };
}

/** A search path on which `node` is the Node under test: scripts look it up there. */
export const SEARCH_PATH = [path.dirname(NODE), process.env.PATH].join(path.delimiter);

/**
 * npm or npx on the Node that runs the tests, since an npm does not run on every Node; the scripts that it starts run on
 * the one under test.
 */
export function npmCommand(program: 'npm' | 'npx', ...args: readonly string[]): [string, ...string[]] {
  const cli = process.env.npm_execpath ?? realpathSync(execFileSync('which', ['npm'], { encoding: 'utf8' }).trim());
  return [process.execPath, path.join(path.dirname(cli), `${program}-cli.js`), ...args];
}
