/** Starting runs: Run Clustered, and Restart, which for an ended run means to run it again. */
import * as vscode from 'vscode';
import type { LaunchOptions } from '../../core/launchOptions';
import { isLive } from '../../core/runTargets';
import type { ClusterState, RunState } from '../../core/state';
import { checkWorkerCount } from '../../core/workerCount';
import type { RunInfo, RunMode } from '../../shared/runInfo';
import { taskOptions } from '../clusterTask';
import { setting } from '../config';
import { keyOfTarget, type Launch } from '../launcher';
import { chooseRun } from '../pickers';
import { askUnlessEnded } from '../runEnd';
import { checkWorkspace, folderFor } from '../workspaceGuard';
import type { CommandServices, Ended } from './commandServices';
import { startDebugging } from './debugCommands';
import type { CommandHandlers } from './ids';
import { stopAndWait } from './stopCommands';
import { refuseSecond, whatToRun } from './whatToRun';

const { t } = vscode.l10n;

type Names = 'runClustered' | 'restart' | 'superviseRun' | 'observeRun';

/** The handlers of this group. */
export function runCommands(services: CommandServices): Pick<CommandHandlers, Names> {
  return {
    runClustered: (file, options) => runClustered(services, file, options),
    restart: (argument, options) => restart(services, argument, options),
    superviseRun: (argument) => runInMode(services, argument, 'supervise'),
    observeRun: (argument) => runInMode(services, argument, 'observe'),
  };
}

async function runClustered(services: CommandServices, file: unknown, given: unknown): Promise<Ended> {
  checkWorkspace();
  const asked = askedWorkers(given);
  const options = await whatToRun(services, file);
  if (options === undefined) return 'cancelled';
  const first = await services.launcher.prepare(options);
  refuseSecond(services, first);
  if (asked === undefined) return start(services, first);
  const count = { workers: asked, setting: setting('workers', first.folder) };
  await services.counts.remember(keyOfTarget(first.target), count);
  return start(services, await services.launcher.prepare(withWorkers(options, asked)));
}

/** What is asked for now goes over what a file for PM2 says. */
function withWorkers(options: LaunchOptions, workers: number | 'auto'): LaunchOptions {
  return options.workers === undefined ? options : { ...options, workers };
}

/** Menus give more arguments of their own, so anything without `workers` counts as no options. */
function askedWorkers(given: unknown): number | 'auto' | undefined {
  if (typeof given !== 'object' || given === null || !('workers' in given)) return undefined;
  return given.workers === undefined ? undefined : checkWorkerCount(t, given.workers);
}

async function start({ tasks, log }: CommandServices, launch: Launch): Promise<Ended> {
  log.info(`Starting ${launch.plan.command} ${launch.plan.args.join(' ')} in ${launch.plan.cwd}`);
  await tasks.start(launch);
  return 'done';
}

async function restart(services: CommandServices, argument: unknown, options: unknown): Promise<Ended> {
  const run = await chooseRun(services.state.state, { argument, fits: () => true });
  if (run === undefined) return 'cancelled';
  const rival = findRival(services.state.state, options);
  if (rival) await stopAndWait(services, rival);
  // One that could not have its port is often still ending when the button is pressed.
  if (isLive(run) && (await askUnlessEnded(services, run.info.id, { type: 'restart' }))) return 'done';
  return runAgain(services, run);
}

/** The run to be stopped before; one that has ended meanwhile is in nobody's way. */
function findRival({ runs }: ClusterState, options: unknown): RunState | undefined {
  if (typeof options !== 'object' || options === null || !('insteadOf' in options)) return undefined;
  const { runId } = (options.insteadOf ?? {}) as { readonly runId?: unknown };
  return runs.find((run) => run.info.id === runId && isLive(run));
}

/** The other mode needs another start: the entry runs in the primary in one and in the workers in the other. */
async function runInMode(services: CommandServices, argument: unknown, mode: RunMode): Promise<Ended> {
  const run = await chooseRun(services.state.state, { argument, fits: ({ info }) => info.mode !== mode });
  if (run === undefined) return 'cancelled';
  if (run.link !== 'ended') await stopAndWait(services, run);
  return runAgain(services, run, mode);
}

/** The same again, with today's settings: with the debugger where it was, else as a task. */
async function runAgain(services: CommandServices, { info }: RunState, mode?: RunMode): Promise<Ended> {
  await Promise.all([services.tasks.whenEnded(info.id), services.debugRuns.whenEnded(info.id)]);
  const otherMode = mode === undefined ? {} : { mode };
  const debugged = services.debugRuns.startOf(info.id);
  const { options, folder } = debugged ?? startOfTask(services, info);
  const launch = await services.launcher.prepare({ ...options, ...otherMode }, folder);
  refuseSecond(services, launch);
  services.gateway.dismiss(info.id);
  if (debugged === undefined) return start(services, launch);
  return startDebugging(folder, { ...debugged.configuration, ...otherMode });
}

/** How the task of a run was started; a run from a shell becomes a task by what is known of it. */
function startOfTask({ tasks }: CommandServices, info: RunInfo): Pick<Launch, 'options' | 'folder'> {
  const task = tasks.taskOf(info.id)?.execution.task;
  const folder = typeof task?.scope === 'object' ? task.scope : folderFor(info.entry);
  return { options: task ? taskOptions(task) : { entry: info.entry, args: info.args, cwd: info.cwd }, folder };
}
