/**
 * Takes the place of the app's main file, in the process that the run is about: `Module.runMain`, which Node calls with
 * the main file once every preload is loaded, hands it to the primary's bundle, which is loaded then. What that costs
 * nobody pays before it is certain, and modules that the user preloads still find Node as they expect it.
 */
import type { Target } from './target';

type PrimaryRoom = typeof import('./primary/begin');
type RunMain = (this: unknown, ...args: unknown[]) => unknown;
/** `Module`, without loading `node:module`: every module is an instance of it. Not documented, the same since Node 0.x. */
const Module = module.constructor as unknown as { runMain?: RunMain };

/** Waits for Node to call the main file and takes its place there. */
export function takeOver(target: Target, loadPrimary: () => PrimaryRoom): void {
  const original = Module.runMain;
  if (typeof original !== 'function' || bypassesHook()) return loadPrimary().beginWithoutHook(target);
  Module.runMain = function runMain(...args) {
    Module.runMain = original;
    try {
      if (args[0] === undefined) throw new Error('--entry-url is not supported');
      if (loadPrimary().begin(target, process.argv.slice(1)) === 'supervise') return undefined;
    } catch (error) {
      const reason = error instanceof Error ? error.message : error;
      process.stderr.write(`node-cluster: could not start the cluster, the app runs alone: ${reason}\n`);
    }
    return original.apply(this, args);
  };
}

/** Whether an option of this process keeps Node from calling `Module.runMain`. */
function bypassesHook(): boolean {
  const options = [...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(' ')];
  return options.some((option) => option.startsWith('--experimental-default-type'));
}
