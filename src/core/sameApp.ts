/**
 * Whether what a person wants to run runs already. The same script with other arguments or variables is another app:
 * files for PM2 start an API and its worker that way, or one app on two ports.
 */
import type { LaunchParameters } from '../shared/launchParameters';
import type { LaunchOptions } from './launchOptions';
import type { LaunchTarget } from './launchPlan';

/** What is known of a run from its start on: what was asked for, and what was made of it. */
export interface StartedApp {
  readonly options: LaunchOptions;
  readonly parameters: Pick<LaunchParameters, 'entry' | 'root'>;
}

export interface WantedApp {
  readonly options: LaunchOptions;
  readonly target: LaunchTarget;
}

/** Whether the two are one app: a second one would only find its port taken. */
export function isSameApp(started: StartedApp, wanted: WantedApp): boolean {
  return hasTarget(started, wanted.target) && inputOf(started.options) === inputOf(wanted.options);
}

function hasTarget({ options, parameters }: StartedApp, target: LaunchTarget): boolean {
  if (target.kind === 'entry') return parameters.entry === target.entry;
  return parameters.root === target.folder && options.script === target.script;
}

/** What the script can tell itself by from the same script elsewhere. */
function inputOf({ args = [], env = {} }: LaunchOptions): string {
  return JSON.stringify([args, Object.entries(env).sort(([left], [right]) => (left < right ? -1 : 1))]);
}
