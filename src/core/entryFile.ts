/**
 * What may be run clustered: files that Node itself, or a TypeScript loader, takes as its main module. The checks work
 * on a path and on what the caller found there; nothing here touches the disk.
 */
import { ClusterError } from './clusterError';
import type { FileKind } from './ports';
import type { Translate } from './translate';

/** The extensions that the menus offer Run Clustered on. */
export const RUNNABLE_EXTENSIONS = ['.js', '.cjs', '.mjs', '.ts', '.mts', '.cts'] as const;

const TYPESCRIPT = /\.[cm]?ts$/i;
const DECLARATION = /\.d\.[cm]?ts$/i;
const NOT_AN_APP = /[.-](test|spec|config|stories)\.[cm]?[jt]s$/i;

/** The last part of a path, under either separator. */
export function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** The extension with its dot, in lower case; empty for `www` and `.env`. */
export function extensionOf(path: string): string {
  const name = fileName(path);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot).toLowerCase() : '';
}

/** Whether the file is TypeScript, and so may need a loader. */
export function isTypeScript(path: string): boolean {
  return TYPESCRIPT.test(path);
}

/** Whether Node can take the file as its main module; files without an extension (`bin/www`) it takes as JavaScript. */
export function isRunnable(path: string): boolean {
  if (DECLARATION.test(path)) return false;
  const extension = extensionOf(path);
  return extension === '' ? !fileName(path).startsWith('.') : RUNNABLE_EXTENSIONS.some((one) => one === extension);
}

/** Whether a file that happens to be open is worth offering: tests and configuration files are not apps. */
export function isLikelyApp(path: string): boolean {
  return extensionOf(path) !== '' && isRunnable(path) && !NOT_AN_APP.test(path);
}

/** Whether a path names a package manifest, for which Run Clustered picks a script. */
export function isPackageJson(path: string): boolean {
  return fileName(path) === 'package.json';
}

const CHOOSE = 'nodeCluster.runClustered';

/** Throws the coded error for an entry that cannot be run; `kind` is what is at the path. */
export function checkEntry(t: Translate, path: string, kind: FileKind | undefined): void {
  const action = { title: t('Choose Another File'), command: CHOOSE };
  if (kind === undefined) {
    throw new ClusterError(
      'entryMissing',
      t('There is no file {0}.', path),
      t('Check its name, or build it first.'),
      action,
    );
  }
  if (kind === 'folder') {
    throw new ClusterError(
      'entryIsFolder',
      t('{0} is a folder.', path),
      t('Choose the file that starts your app.'),
      action,
    );
  }
  if (!isRunnable(path)) {
    const hint = t('Choose a file that ends in {0}.', RUNNABLE_EXTENSIONS.join(' '));
    throw new ClusterError('entryNotRunnable', t('Node.js cannot run {0}.', fileName(path)), hint, action);
  }
}
