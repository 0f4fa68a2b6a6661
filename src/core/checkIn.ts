/**
 * What to say when a task that should become a run does not: it goes on without reporting in, or it ended before it
 * could. The usual reason is a script that sets `NODE_OPTIONS` itself, which keeps the preload out of the app.
 */
import { ClusterError, type ErrorAction } from './clusterError';
import { hasStepsBefore, overridesNodeOptions, type PackageManifest } from './packageManifest';
import type { Translate } from './translate';

/** How long a run may take to report in, in milliseconds. */
export const CHECK_IN_PATIENCE = 5_000;

/** The same where a script does other work first, such as a build. */
const CHECK_IN_PATIENCE_AFTER_STEPS = 30_000;

export interface SilentTask {
  /** What a person calls it: the entry's or the script's name. */
  readonly title: string;
  /** The command line of the process that does run. */
  readonly process: string;
  readonly pid: number | undefined;
  /** For scripts: its name and the package that it stands in. */
  readonly script?: { readonly name: string; readonly manifest: PackageManifest };
  /** An entry that could be run instead of the script. */
  readonly entry?: string | undefined;
}

/** How long to wait for a task's run. */
export function checkInPatience(script: SilentTask['script']): number {
  if (script === undefined || overridesNodeOptions(script.manifest.scripts[script.name] ?? ''))
    return CHECK_IN_PATIENCE;
  return hasStepsBefore(script.name, script.manifest) ? CHECK_IN_PATIENCE_AFTER_STEPS : CHECK_IN_PATIENCE;
}

/** The task lives, and no run has reported in. */
export function noCheckIn(t: Translate, task: SilentTask): ClusterError {
  const seconds = checkInPatience(task.script) / 1000;
  const what = task.pid === undefined ? task.process : t('{0}, pid {1}', task.process, task.pid);
  const message = t(
    '{0} has not come up as a cluster within {1} seconds. What runs is: {2}.',
    task.title,
    seconds,
    what,
  );
  return new ClusterError('noCheckIn', message, silenceHint(t, task), directRun(t, task.entry));
}

function silenceHint(t: Translate, { script }: SilentTask): string {
  const text = script?.manifest.scripts[script.name] ?? '';
  if (overridesNodeOptions(text))
    return t('The script sets NODE_OPTIONS itself, which keeps Node Cluster out of the app.');
  if (script !== undefined)
    return t('If it is still building, wait. Otherwise run the file that starts the app itself.');
  return t('Its terminal may tell why.');
}

function directRun(t: Translate, entry: string | undefined): ErrorAction {
  if (entry === undefined) return showTerminal(t);
  return { title: t('Run Entry Directly'), command: 'nodeCluster.runClustered', args: [entry] };
}

function showTerminal(t: Translate): ErrorAction {
  return { title: t('Show Terminal'), command: 'workbench.action.terminal.focus' };
}

/** The task ended before a run reported in. */
export function endedEarly(t: Translate, title: string, code: number): ClusterError {
  const message = t('{0} ended with exit code {1} before it came up as a cluster.', title, code);
  return new ClusterError('endedEarly', message, t('Its terminal shows what it said.'), showTerminal(t));
}
