/**
 * Makes this process the primary of a run. In supervise mode the entry does not run here: `Module.runMain`, which Node
 * calls with the main file once every preload is loaded, starts the supervisor in its place. In observe mode the entry
 * runs as it is and is only watched.
 */

import { parseParameters } from '../../shared/launchParameters';
import type { ModeReason, RunMode } from '../../shared/protocol';
import type { Target } from '../target';
import { findForking } from './modeScan';
import { resolveEntry } from './resolveEntry';

type RunMain = (this: unknown, ...args: unknown[]) => unknown;
/** `Module`, without loading `node:module`: every module is an instance of it. Not documented, the same since Node 0.x. */
const Module = module.constructor as unknown as { runMain?: RunMain };

/** Waits for Node to call the main file and takes its place there. */
export function takeOver(target: Target): void {
  const original = Module.runMain;
  if (typeof original !== 'function' || bypassesHook()) return relaunch(target);
  Module.runMain = function runMain(...args) {
    Module.runMain = original;
    try {
      if (begin(target, process.argv.slice(1)) === 'supervise') return undefined;
    } catch (error) {
      complain(`could not start the cluster, the app runs alone: ${error instanceof Error ? error.message : error}`);
    }
    return original.apply(this, args);
  };
}

/** The other way in, `node preload.cjs entry.js`: for a Node whose hook is gone. */
export function launchAsMain(text: string, preload: string): void {
  const [, , entry, ...args] = process.argv;
  if (entry === undefined) return complain('give the file to run: node preload.cjs server.js');
  const parsed = parseParameters(text);
  const parameters = { ...parsed.parameters, mode: 'supervise' as const };
  const { resolve } = require('node:path') as typeof import('node:path');
  begin({ ...parsed, parameters, preload, named: true }, [resolve(entry), ...args]);
}

function begin(target: Target, [main = '', ...args]: readonly string[]): RunMode {
  for (const problem of target.problems) complain(`${problem}. The default is used.`);
  const entry = resolveEntry(target.parameters.entry ?? main);
  const { mode, reason } = chooseMode(target, entry);
  const { startRun } = require('./run') as typeof import('./run');
  startRun({ target, entry, main, args, mode, reason });
  return mode;
}

function chooseMode({ parameters }: Target, entry: string): { mode: RunMode; reason: ModeReason } {
  if (parameters.mode !== 'auto') return { mode: parameters.mode, reason: { code: 'asked' } };
  const reason = findForking(entry);
  return reason ? { mode: 'observe', reason } : { mode: 'supervise', reason: { code: 'plain' } };
}

/** With this option (Node 18 to 22) the entry is loaded without `Module.runMain`. */
function bypassesHook(): boolean {
  return process.execArgv.some((option) => option.startsWith('--experimental-default-type'));
}

/** Starts the run in a process of its own, with the supervisor as the main file, and ends as it ends. */
function relaunch({ preload }: Target): void {
  const { spawnSync } = require('node:child_process') as typeof import('node:child_process');
  const args = [...process.execArgv, preload, ...process.argv.slice(1)];
  const { status, signal } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (signal) process.kill(process.pid, signal);
  process.exit(status ?? 1);
}

function complain(message: string): void {
  process.stderr.write(`node-cluster: ${message}\n`);
}
