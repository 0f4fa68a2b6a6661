/**
 * The first file of ours that runs in a user's process, loaded with `--require`. It decides which role the process has,
 * cheaply and once, and loads the code of that role from the file beside it; every other process stays as if we were
 * not there. It never throws: an error in a preload would break every `node` that it reaches.
 */
import { PARAMETERS_VARIABLE, parseParameters } from '../shared/launchParameters';
import { missingPermission, stayAlone } from './permission';
import { takeOver } from './takeOver';
import { readTarget } from './target';

type PrimaryRoom = typeof import('./primary/begin');
type WorkerRoom = typeof import('./worker/probe');

// The roles are bundles of their own: a process that has none reads and compiles only this small one.
const loadPrimary = (): PrimaryRoom => require('./primary.cjs');
const loadProbe = (): WorkerRoom => require('./probe.cjs');

function start(): void {
  const text = process.env[PARAMETERS_VARIABLE];
  // Where the preload is also in NODE_OPTIONS it is loaded before it is the main file, and only once.
  if (require.main === module || process.argv[1] === __filename)
    return loadPrimary().launchAsMain(parseParameters(text ?? '{}'), text ?? '{}', __filename);
  if (text === undefined) return;
  if (text.startsWith('{"worker":')) {
    if (isMainThread()) loadProbe().startProbe(text, __filename);
    return;
  }
  // `-e`, `-p` and the REPL have no main file; a test runner's children are not the app.
  if (process.argv[1] === undefined || process.env.NODE_TEST_CONTEXT !== undefined) return;
  const target = readTarget(text, process.argv[1], __filename);
  if (!target || !isMainThread()) return;
  const missing = missingPermission();
  if (missing) stayAlone(missing, __filename);
  else takeOver(target, loadPrimary);
}

/** Worker threads inherit NODE_OPTIONS and run every preload again. */
function isMainThread(): boolean {
  return (require('node:worker_threads') as typeof import('node:worker_threads')).isMainThread;
}

try {
  start();
} catch {
  // The user's program goes on without us.
}
