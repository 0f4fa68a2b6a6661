/**
 * From a launch configuration of type `node-cluster` and the plan of its run to one that VS Code's own JavaScript debugger
 * takes. That debugger follows child processes by itself, so every worker becomes a session of its own and stops at
 * breakpoints from its first line; the plan's environment makes the process a run.
 */
import { LAUNCH_PROPERTIES } from './launchOptions';
import type { LaunchPlan } from './launchPlan';

export interface GivenConfiguration {
  readonly type: string;
  readonly name: string;
  readonly request: string;
  readonly [property: string]: unknown;
}

/** How a run is debugged where the configuration does not say otherwise. */
const DEFAULTS = {
  // SIGTERM, so that Stop of the debugger ends the workers as any stop does.
  killBehavior: 'polite',
  // The terminal's lines, each with its worker before it; the console API alone would lose what is written otherwise.
  outputCapture: 'std',
};

/** The configuration for the built-in debugger. What is not ours (`outFiles`, `skipFiles`, `console`) is handed on. */
export function nodeConfiguration(given: GivenConfiguration, plan: LaunchPlan, preload: string): GivenConfiguration {
  const ours: readonly string[] = LAUNCH_PROPERTIES;
  const others = Object.entries(given).filter(([name]) => !ours.includes(name));
  const skipped = Array.isArray(given.skipFiles) ? given.skipFiles : ['<node_internals>/**'];
  return {
    ...DEFAULTS,
    ...Object.fromEntries(others),
    type: 'node',
    request: 'launch',
    name: given.name,
    runtimeExecutable: plan.command,
    // Not as `program`: the debugger would look for the script that a TypeScript file was compiled to.
    runtimeArgs: [...plan.args],
    cwd: plan.cwd,
    env: environmentOf(plan),
    skipFiles: [...skipped, `${folderOf(preload)}/**`],
  };
}

/** A variable that is to be unset is empty in the plan, for tasks; the debugger leaves out what is null. */
function environmentOf({ env, parameters: { unset = [] } }: LaunchPlan): Record<string, string | null> {
  const entries = Object.entries(env).map(([name, value]) => [
    name,
    value === '' && unset.includes(name) ? null : value,
  ]);
  return Object.fromEntries(entries);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))).replaceAll('\\', '/');
}
