/**
 * The cluster boilerplates that Insert Cluster Boilerplate offers, and which snippet each of them is for a given kind of
 * file. The snippet files are the single source of the code: VS Code offers them while a person types, and this finds
 * its way in the same files.
 *
 * TypeScript has one form for both kinds of module. `import` is what compilers and loaders turn into `require` where the
 * output is CommonJS; `import cluster = require('node:cluster')` would be refused in ES modules and by Node's own type
 * stripping, and buys nothing.
 */
import type { ModuleKind } from './moduleKind';
import type { Translate } from './translate';

export type BoilerplateId =
  | 'cluster'
  | 'cluster-graceful'
  | 'cluster-health'
  | 'cluster-leader'
  | 'cluster-express'
  | 'cluster-sessions'
  | 'cluster-socketio';
export type ScriptLanguage = 'javascript' | 'typescript';

/** A snippet as it stands in a snippet file. */
export interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

/** A choice of the picker, in words. */
export interface Boilerplate {
  readonly id: BoilerplateId;
  readonly title: string;
  readonly description: string;
  /** The npm packages that its code imports. */
  readonly packages: readonly string[];
}

/** Every boilerplate, the simplest first. */
export function listBoilerplates(t: Translate): readonly Boilerplate[] {
  return [
    {
      id: 'cluster',
      title: t('Primary and Workers'),
      description: t('A worker per core, replaced when it dies; each is an HTTP server on the same port'),
      packages: [],
    },
    {
      id: 'cluster-graceful',
      title: t('Graceful Shutdown and Back-Off'),
      description: t('Requests in progress are finished, crashes back off, a crash loop ends'),
      packages: [],
    },
    {
      id: 'cluster-health',
      title: t('Graceful Shutdown with Health Endpoints'),
      description: t(
        '/healthz and /readyz for a load balancer; a worker leaves when nobody sends it requests any more',
      ),
      packages: [],
    },
    {
      id: 'cluster-leader',
      title: t('A Job That One Worker Does'),
      description: t('One worker runs the schedule; another takes over when it dies'),
      packages: [],
    },
    {
      id: 'cluster-express',
      title: t('Express App in Workers'),
      description: t('A worker per core, replaced when it dies; each runs an Express app on the same port'),
      packages: ['express'],
    },
    {
      id: 'cluster-sessions',
      title: t('Express with Sessions in Redis'),
      description: t('Any worker answers any request of a session; wants a Redis server'),
      packages: ['express', 'express-session', 'connect-redis', 'redis'],
    },
    {
      id: 'cluster-socketio',
      title: t('socket.io with Sticky Sessions and Broadcasts'),
      description: t('Long-polling stays with its worker; rooms and broadcasts reach the clients of all'),
      packages: ['socket.io', '@socket.io/sticky', '@socket.io/cluster-adapter'],
    },
  ];
}

/** The boilerplate that a keybinding's argument names, if there is one of that id. */
export function findBoilerplate(t: Translate, id: unknown): Boilerplate | undefined {
  return listBoilerplates(t).find((boilerplate) => boilerplate.id === id);
}

/** The script language of a document by VS Code's language id; undefined for languages that no boilerplate is for. */
export function scriptLanguage(languageId: string): ScriptLanguage | undefined {
  if (/^javascript(react)?$/.test(languageId)) return 'javascript';
  if (/^typescript(react)?$/.test(languageId)) return 'typescript';
  return undefined;
}

/** What decides the form of a boilerplate. */
export interface ScriptForm {
  readonly language: ScriptLanguage;
  readonly moduleKind: ModuleKind;
}

/** What a snippet file of `media/snippets` has, by name. */
export type SnippetFile = Readonly<Record<string, Snippet>>;

/** The snippet of a boilerplate for a kind of file; `file` is that of the form's language. */
export function findSnippet(file: SnippetFile, id: BoilerplateId, { language, moduleKind }: ScriptForm): Snippet {
  const prefix = language === 'javascript' && moduleKind === 'commonjs' ? `${id}-cjs` : id;
  const found = Object.values(file).find((snippet) => snippet.prefix === prefix);
  if (!found) throw new Error(`No ${language} snippet has the prefix ${prefix}`);
  return found;
}
