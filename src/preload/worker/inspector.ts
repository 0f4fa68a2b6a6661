/**
 * The inspector of this worker, which is closed until somebody asks for it. Asked over the channel it opens at once; a
 * blocked loop hears nothing, but SIGUSR1 makes Node open it from a thread of its own, at the port that is set here.
 */
import { inspectorPort } from '../../shared/inspectorPort';
import type { FromWorker, InspectorAnswer } from '../channel';

type Tell = (message: FromWorker) => void;

/** Sets the port that SIGUSR1 opens; a port that the user chose with `--inspect` and the like stays. */
export function prepareInspector(): void {
  const options = [...process.execArgv, process.env.NODE_OPTIONS ?? ''];
  if (!options.some((option) => option.includes('--inspect'))) process.debugPort = inspectorPort(process.pid);
}

/** Makes a function that tells when the app has begun or ceased to listen for SIGUSR1; cheap enough for each beat. */
export function followOwnSignal(tell: Tell): () => void {
  let known = false;
  const look = (): void => {
    const on = process.listenerCount('SIGUSR1') > 0;
    if (on === known) return;
    known = on;
    tell({ op: 'ownSignal', on });
  };
  // An app may be blocked before its first beat.
  setImmediate(look).unref();
  return look;
}

/** Tells that VS Code's debugger is here: its preload, which runs before ours, has opened the inspector and waited for it. */
export function tellDebugger(tell: Tell): void {
  if (!process.env.VSCODE_INSPECTOR_OPTIONS) return;
  try {
    if (load().url() !== undefined) tell({ op: 'debugged' });
  } catch {
    // A Node without an inspector has no debugger either.
  }
}

let openedHere: string | undefined;

/** Opens the inspector on a free port, where it is not open already, and tells its address. */
export function openInspector(tell: Tell): void {
  tell(open());
}

function open(): InspectorAnswer {
  try {
    const inspector = load();
    const before = inspector.url();
    if (before !== undefined) return { op: 'inspector', url: before, opened: false };
    inspector.open(0, '127.0.0.1');
    const url = inspector.url();
    openedHere = url;
    return url === undefined ? { op: 'inspector' } : { op: 'inspector', url, opened: true };
  } catch (error) {
    // A Node without an inspector, or one that is not permitted.
    return { op: 'inspector', problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Closes the inspector with all its connections, if it was opened for us: here, or by the signal. */
export function closeInspector(): void {
  // A signal that came while the loop was blocked is handled in this same turn of it: what it opens is closed too.
  setImmediate(() => {
    try {
      const url = load().url();
      if (url === undefined) return;
      if (url !== openedHere && new URL(url).port !== String(inspectorPort(process.pid))) return;
      load().close();
      // Node took the port that it was given for the one to open next time.
      prepareInspector();
    } catch {
      // A Node without an inspector has none to close.
    }
  });
}

/** Loaded only when it is needed: most workers are never inspected. */
function load(): typeof import('node:inspector') {
  return require('node:inspector') as typeof import('node:inspector');
}
