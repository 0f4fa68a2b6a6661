/**
 * The first file of ours that runs in a user's process, loaded with `--require`. It decides which role the process has,
 * cheaply and once, and loads the code of that role; every other process stays as if we were not there. It never
 * throws: an error in a preload would break every `node` that it reaches.
 */
import { PARAMETERS_VARIABLE } from '../shared/launchParameters';

// `import` would load the roles at once; `require` inside the bundle runs a room's code only when its role is taken.
type PrimaryRoom = typeof import('./primary/takeOver');
type WorkerRoom = typeof import('./worker/probe');

function start(): void {
  const text = process.env[PARAMETERS_VARIABLE];
  if (require.main === module) {
    (require('./primary/takeOver') as PrimaryRoom).launchAsMain(text ?? '{}', __filename);
    return;
  }
  // Worker threads inherit NODE_OPTIONS and run every preload again.
  if (text === undefined || !(require('node:worker_threads') as typeof import('node:worker_threads')).isMainThread)
    return;
  if (text.startsWith('{"worker":')) {
    (require('./worker/probe') as WorkerRoom).startProbe(text, __filename);
    return;
  }
  // `-e`, `-p` and the REPL have no main file; a test runner's children are not the app.
  if (process.argv[1] === undefined || process.env.NODE_TEST_CONTEXT !== undefined) return;
  const { readTarget } = require('./target') as typeof import('./target');
  const target = readTarget(text, process.argv[1], __filename);
  if (target) (require('./primary/takeOver') as PrimaryRoom).takeOver(target);
}

try {
  start();
} catch {
  // The user's program goes on without us.
}
