/**
 * The machine of the workspace, for launches: its platform and environment, its files, its Node.js and package
 * managers, a project's TypeScript loader. Made once by `extension.ts`; looks at things when asked and keeps nothing but
 * the finder's short memory.
 */
import { createRequire } from 'node:module';
import { arch, availableParallelism, homedir, release, type } from 'node:os';
import { basename, dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Machine } from '../core/ports';
import type { Translate } from '../core/translate';
import { isExecutable, kindOf, readText } from './files';
import { createNodeFinder } from './nodeFinder';
import { searchPathFiles } from './nodePlaces';
import { readEcosystem } from './pm2/ecosystemReader';
import { findPortHolder } from './portHolder';

/** The machine that this extension host runs on. */
export function createMachine(t: Translate): Machine {
  const { platform, env } = process;
  const home = homedir();
  return {
    platform,
    system: `${type()} ${release()} ${arch()}, ${availableParallelism()} cores`,
    home,
    cores: availableParallelism(),
    env,
    kindOf,
    readText,
    findNode: createNodeFinder({ t, platform, home, env, own: ownNode(), now: Date.now }),
    findProgram: (name, places) => findProgram(name, places, platform),
    findTypeScriptLoader,
    readEcosystem,
    findPortHolder,
  };
}

/** The extension host's binary, where that is a plain Node.js and not Electron. */
function ownNode(): string | undefined {
  const isNode = process.versions.electron === undefined && /^node(\.exe)?$/i.test(basename(process.execPath));
  return isNode ? process.execPath : undefined;
}

type Places = Parameters<Machine['findProgram']>[1];

/** A package manager belongs to its Node.js: the folder of `node` is looked at before the search path. */
async function findProgram(name: string, { node, searchPath }: Places, platform: string): Promise<string | undefined> {
  const beside = searchPathFiles(name, dirname(node), platform);
  for (const file of [...beside, ...searchPathFiles(name, searchPath, platform)])
    if (await isExecutable(file)) return file;
  return undefined;
}

/** What `import 'tsx'` finds from the entry, as Node itself resolves it. */
async function findTypeScriptLoader(entry: string): Promise<string | undefined> {
  try {
    return pathToFileURL(createRequire(entry).resolve('tsx')).href;
  } catch {
    return undefined;
  }
}
