/**
 * `npm run build`: every bundle of `dist/` in one table, with what it is made of and how large it may be. The tests of
 * the package and of the copied preload read the table, so that a bundle is added here, in `.vscodeignore` and nowhere
 * else. No part of the extension.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';

interface Bundle {
  /** Its source in `src/`. */
  readonly entry: string;
  readonly made: keyof typeof KINDS;
  /** How large it may be, in thousands of bytes. */
  readonly budget: number;
}

/** How bundles are built: for which program, and what is left for it to load. */
const KINDS = {
  extension: { target: 'node20', external: ['vscode', './webSocket.js'], plugins: [requireVSCodeOnce()] },
  hostRoom: { target: 'node20' },
  /** Run by the Node of the user; a role loads the others from its own folder. */
  preload: { target: 'node18', external: ['./*.cjs'] },
  /** Read by whatever Node is started in a terminal. */
  terminal: { target: 'node10', external: ['./*.cjs'] },
  load: { target: 'node18', alias: replacedInLoad() },
  page: { target: 'chrome120', platform: 'browser', format: 'iife' },
} as const satisfies Record<string, BuildOptions>;

/** By the file's name in `dist/`. */
export const BUNDLES: Readonly<Record<string, Bundle>> = {
  'extension.js': { entry: 'extension.ts', made: 'extension', budget: 300 },
  'webSocket.js': { entry: 'host/webSocket.ts', made: 'hostRoom', budget: 80 },
  'check.cjs': { entry: 'check/check.ts', made: 'hostRoom', budget: 350 },
  'preload.cjs': { entry: 'preload/preload.ts', made: 'preload', budget: 8 },
  'terminal.cjs': { entry: 'preload/terminal.ts', made: 'terminal', budget: 8 },
  // What counts is what a process of the user loads, which test/process/package.test.ts limits as well.
  'primary.cjs': { entry: 'preload/primary/begin.ts', made: 'preload', budget: 52 },
  'killTree.cjs': { entry: 'preload/primary/killTree.ts', made: 'preload', budget: 5 },
  'inspections.cjs': { entry: 'preload/primary/inspections.ts', made: 'preload', budget: 8 },
  'probe.cjs': { entry: 'preload/worker/probe.ts', made: 'preload', budget: 15 },
  'sticky.cjs': { entry: 'preload/sticky/sticky.ts', made: 'preload', budget: 10 },
  'load.cjs': { entry: 'load/load.ts', made: 'load', budget: 250 },
  'dashboard.js': { entry: 'dashboard/page.ts', made: 'page', budget: 120 },
  'dashboard.css': { entry: 'dashboard/dashboard.css', made: 'page', budget: 20 },
  'scaling.css': { entry: 'dashboard/scaling.css', made: 'page', budget: 5 },
};

/** Packages behind autocannon that are more than half of its size: not used here, or built into Node. */
function replacedInLoad(): Record<string, string> {
  const unused = sourceOf('load/unused.ts');
  return { 'form-data': unused, 'cli-table3': unused, chalk: unused, pako: sourceOf('load/pako.ts') };
}

/**
 * Imports VS Code's API as what `require` answers. For a namespace import esbuild copies a module's exports, anew in each file:
 * hundreds of names in seventy files were half of what it took to load the extension.
 */
function requireVSCodeOnce(): Plugin {
  const loadSource = async (file: string) => {
    const source = await readFile(file, 'utf8');
    const contents = source.replace(/^import \* as vscode from (.+);$/m, 'import vscode = require($1);');
    return { contents, loader: 'ts' } as const;
  };
  return {
    name: 'require-vscode-once',
    setup: (build) => build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path: file }) => loadSource(file)),
  };
}

function sourceOf(file: string): string {
  return path.join(__dirname, file);
}

/** Builds them all; esbuild says itself what is wrong. */
async function buildAll(): Promise<void> {
  const builds = Object.entries(BUNDLES).map(([file, { entry, made }]) =>
    build({
      platform: 'node',
      format: 'cjs',
      bundle: true,
      minify: true,
      legalComments: 'none',
      logLevel: 'warning',
      ...KINDS[made],
      entryPoints: [sourceOf(entry)],
      outfile: path.join(__dirname, '..', 'dist', file),
    }),
  );
  await Promise.all(builds);
}

if (require.main === module) buildAll().catch(() => process.exit(1));
