/**
 * The preload of terminals, where `nodeCluster.observeTerminals` is on: a process that forks workers by itself is
 * observed, every other one is left alone. Node loads it in all that is typed there, so it gives up at the first reason,
 * and is compiled for Nodes far older than those that are observed.
 */

import { withoutPreload, withPreload } from '../shared/nodeOptions';
import { PARAMETERS_VARIABLE } from '../shared/parametersVariable';
import { isSameFile } from './environment';
import { isMainThread } from './mainThread';

const OLDEST_NODE = 18;

function start(): void {
  const main = process.argv[1];
  if (main === undefined || isForeign() || /[\\/](node_modules|\.yarn)[\\/]/.test(main)) return;
  // A run of our own is here already, as its primary or as a worker: the probe takes its variable away.
  const preload = __filename.replace(/terminal\.cjs$/, 'preload.cjs');
  if (process.env[PARAMETERS_VARIABLE] !== undefined || require.cache[preload] !== undefined) return;
  if (!isMainThread() || !forks(main) || isWorker()) return;
  // From here on it is as if the person had typed what the README has for terminals.
  const others = withoutPreload(process.env.NODE_OPTIONS ?? '', (path) => isSameFile(path, __filename));
  process.env.NODE_OPTIONS = withPreload(others, preload);
  process.env[PARAMETERS_VARIABLE] = '{}';
  require('./preload.cjs');
}

/** Electron and Nodes that are too old; a test runner's children are not the app. */
function isForeign(): boolean {
  if (process.versions.electron !== undefined || process.env.NODE_TEST_CONTEXT !== undefined) return true;
  return Number.parseInt(process.versions.node, 10) < OLDEST_NODE;
}

/** A worker of an app that was not recognised. Asked last: it loads `node:cluster`, which the app is about to use. */
function isWorker(): boolean {
  return (require('node:cluster') as typeof import('node:cluster').default).isWorker;
}

function forks(main: string): boolean {
  // Required here, so that only a process that may be the one compiles it.
  const { resolveEntry } = require('./primary/resolveEntry') as typeof import('./primary/resolveEntry');
  const { findForking } = require('./primary/modeScan') as typeof import('./primary/modeScan');
  return findForking(resolveEntry(main)) !== undefined;
}

try {
  start();
} catch {
  // The user's program goes on without us.
}
