/**
 * The first file of ours that runs in a user's process, loaded with `--require`. It decides which role the process has,
 * cheaply and once, and loads the code of that role from the file beside it; every other process stays as if we were
 * not there. It never throws: an error in a preload would break every `node` that it reaches.
 */
import { type ParsedParameters, parseParameters } from '../shared/launchParameters';
import { PARAMETERS_VARIABLE } from '../shared/parametersVariable';
import { unsetVariables } from './environment';
import { isMainThread } from './mainThread';
import { missingPermission, stayAlone } from './permission';
import { takeOver } from './takeOver';
import { readTarget } from './target';

type PrimaryRoom = typeof import('./primary/begin');

// A bundle of its own: a process that has no role reads and compiles only this small one.
const loadPrimary = (): PrimaryRoom => require('./primary.cjs');

function start(): void {
  const text = process.env[PARAMETERS_VARIABLE];
  // Where the preload is also in NODE_OPTIONS it is loaded before it is the main file, and only once.
  if (require.main === module || process.argv[1] === __filename)
    return loadPrimary().launchAsMain(readParameters(text ?? '{}'), text ?? '{}', __filename);
  if (text === undefined) return;
  // An app that forks by itself may have set the options of its workers anew: they have us by the command line only.
  if (text.startsWith('{"worker":')) return require('./probe.cjs');
  const parsed = readParameters(text);
  // `-e`, `-p` and the REPL have no main file; a test runner's children are not the app.
  if (process.argv[1] === undefined || process.env.NODE_TEST_CONTEXT !== undefined) return;
  const target = readTarget(parsed, process.argv[1], __filename);
  if (!target || !isMainThread()) return;
  const missing = missingPermission();
  if (missing) stayAlone(missing, __filename);
  else takeOver(target, loadPrimary);
}

/** What the user unset goes in every process that reads them, a package manager's too: what these start never has it. */
function readParameters(text: string): ParsedParameters {
  const parsed = parseParameters(text);
  unsetVariables(process.env, parsed.parameters.unset ?? []);
  return parsed;
}

try {
  start();
} catch {
  // The user's program goes on without us.
}
