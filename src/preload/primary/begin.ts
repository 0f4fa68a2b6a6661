/**
 * Begins a run in this process, its primary from here on. In supervise mode the entry does not run here but in the
 * workers alone; in observe mode it runs as it is and is only watched.
 */
import { resolve } from 'node:path';
import type { ParsedParameters } from '../../shared/launchParameters';
import type { ModeReason, RunMode } from '../../shared/runInfo';
import type { Target } from '../target';
import { findForking } from './modeScan';
import { endWithWaiting, relaunch } from './relaunch';
import { resolveEntry } from './resolveEntry';
import { startRun } from './run';

/** Starts the run of a target and answers its mode. */
export function begin(target: Target, [main = '', ...args]: readonly string[]): RunMode {
  for (const problem of target.problems) complain(`${problem}. The default is used.`);
  const entry = entryOf(target);
  const { mode, reason } = chooseMode(target, entry);
  startRun({ target, entry, main, args, mode, reason });
  return mode;
}

/** An app that forks is watched from here on; any other gets a primary of its own, for its entry must not run here. */
export function beginWithoutHook(target: Target): void {
  const [, main = '', ...args] = process.argv;
  if (chooseMode(target, entryOf(target)).mode === 'supervise') relaunch(target);
  begin(target, [main, ...args]);
}

/** The other way in, `node preload.cjs entry.js`: for a Node that does not call the hook. */
export function launchAsMain(parsed: ParsedParameters, text: string, preload: string): void {
  const [, , file, ...args] = process.argv;
  if (file === undefined) return complain('give the file to run: node preload.cjs server.js');
  const parameters = { ...parsed.parameters, mode: 'supervise' as const };
  const main = resolve(file);
  begin({ ...parsed, parameters, preload, file: main, named: true }, [main, ...args]);
  endWithWaiting(text);
}

/** The file that the run is about, whole and absolute. */
function entryOf({ parameters, file }: Target): string {
  return resolveEntry(parameters.entry ?? resolve(file));
}

function chooseMode({ parameters }: Target, entry: string): { mode: RunMode; reason: ModeReason } {
  if (parameters.mode !== 'auto') return { mode: parameters.mode, reason: { code: 'asked' } };
  const reason = findForking(entry);
  return reason ? { mode: 'observe', reason } : { mode: 'supervise', reason: { code: 'plain' } };
}

function complain(message: string): void {
  process.stderr.write(`node-cluster: ${message}\n`);
}
