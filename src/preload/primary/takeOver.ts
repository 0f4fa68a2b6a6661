/**
 * Makes this process the primary of a run. In supervise mode the entry does not run here: `Module.runMain`, which Node
 * calls with the main file once every preload is loaded, starts the supervisor in its place. In observe mode the entry
 * runs as it is and is only watched.
 */
import { resolve } from 'node:path';
import { parseParameters } from '../../shared/launchParameters';
import type { ModeReason, RunMode } from '../../shared/protocol';
import type { Target } from '../target';
import { bypassesHook, endWithWaiting, relaunch } from './relaunch';
import { resolveEntry } from './resolveEntry';

type RunMain = (this: unknown, ...args: unknown[]) => unknown;
/** `Module`, without loading `node:module`: every module is an instance of it. Not documented, the same since Node 0.x. */
const Module = module.constructor as unknown as { runMain?: RunMain };

/** Waits for Node to call the main file and takes its place there. */
export function takeOver(target: Target): void {
  const original = Module.runMain;
  if (typeof original !== 'function' || bypassesHook()) return startWithoutHook(target);
  Module.runMain = function runMain(...args) {
    Module.runMain = original;
    try {
      if (args[0] === undefined) throw new Error('--entry-url is not supported');
      if (begin(target, process.argv.slice(1)) === 'supervise') return undefined;
    } catch (error) {
      complain(`could not start the cluster, the app runs alone: ${error instanceof Error ? error.message : error}`);
    }
    return original.apply(this, args);
  };
}

/** An app that forks is watched from here on; any other gets a primary of its own, for its entry must not run here. */
function startWithoutHook(target: Target): void {
  const [, main = '', ...args] = process.argv;
  if (chooseMode(target, entryOf(target)).mode === 'supervise') relaunch(target);
  begin(target, [main, ...args]);
}

/** The other way in, `node preload.cjs entry.js`: for a Node that does not call the hook. */
export function launchAsMain(text: string, preload: string): void {
  const [, , file, ...args] = process.argv;
  if (file === undefined) return complain('give the file to run: node preload.cjs server.js');
  const parsed = parseParameters(text);
  const parameters = { ...parsed.parameters, mode: 'supervise' as const };
  const main = resolve(file);
  begin({ ...parsed, parameters, preload, file: main, named: true }, [main, ...args]);
  endWithWaiting(text);
}

/** The file that the run is about, whole and absolute. */
function entryOf({ parameters, file }: Target): string {
  return resolveEntry(parameters.entry ?? resolve(file));
}

function begin(target: Target, [main = '', ...args]: readonly string[]): RunMode {
  for (const problem of target.problems) complain(`${problem}. The default is used.`);
  const entry = entryOf(target);
  const { mode, reason } = chooseMode(target, entry);
  const { startRun } = require('./run') as typeof import('./run');
  startRun({ target, entry, main, args, mode, reason });
  return mode;
}

function chooseMode({ parameters }: Target, entry: string): { mode: RunMode; reason: ModeReason } {
  if (parameters.mode !== 'auto') return { mode: parameters.mode, reason: { code: 'asked' } };
  // A bundle of its own: it is needed once, and not where the mode was asked for.
  const { findForking } = require('./modeScan.cjs') as typeof import('./modeScan');
  const reason = findForking(entry);
  return reason ? { mode: 'observe', reason } : { mode: 'supervise', reason: { code: 'plain' } };
}

function complain(message: string): void {
  process.stderr.write(`node-cluster: ${message}\n`);
}
