/**
 * Measure Scaling: a live run is measured as it stands, by scaling it and back; where nothing runs, an entry is started
 * for the measurement and stopped after it. The page opens at once and fills step by step; the notification cancels.
 */
import * as vscode from 'vscode';
import { ClusterError } from '../../core/clusterError';
import { fileName } from '../../core/entryFile';
import type { LaunchOptions } from '../../core/launchOptions';
import { findRun } from '../../core/row';
import { isLive, readNodeName } from '../../core/runTargets';
import type { Measurement } from '../../core/scaling/measurement';
import { readChoices, type ScalingChoices, stepCount } from '../../core/scaling/scalingChoices';
import type { RunState } from '../../core/state';
import { chooseRun } from '../pickers';
import { askScalingChoices } from '../scalingQuestions';
import { checkWorkspace } from '../workspaceGuard';
import type { CommandServices, Ended } from './commandServices';
import { pathOf } from './fileArgument';
import type { CommandHandlers, MeasureScalingOptions } from './ids';
import { stopAndWait } from './stopCommands';
import { whatToRun } from './whatToRun';

const { t } = vscode.l10n;

/** Seconds of load before each step's own, and the step's own. */
const WARM_UP = 1;
const SECONDS = 3;

/** The handlers of this group. */
export function scalingCommands(services: CommandServices): Pick<CommandHandlers, 'measureScaling'> {
  const scaling = new ScalingCommand(services);
  return { measureScaling: (target, options) => scaling.run(target, options) };
}

/** A measurement has the machine for itself: there is one at a time. */
class ScalingCommand {
  private isMeasuring = false;
  /** How entries were started that ran for a measurement only, to measure them again. */
  private readonly started = new Map<string, LaunchOptions>();

  constructor(private readonly services: CommandServices) {}

  async run(target: unknown, given: unknown): Promise<Ended> {
    checkWorkspace();
    if (this.isMeasuring) throw busy();
    this.isMeasuring = true;
    try {
      return await this.measureTarget(target, readOptions(given));
    } finally {
      this.isMeasuring = false;
    }
  }

  private async measureTarget(target: unknown, options: MeasureScalingOptions): Promise<Ended> {
    const live = await this.liveRun(target);
    if (live === 'cancelled') return live;
    if (live !== 'none') return this.measureRun(live, options);
    const run = await this.start(target);
    if (run === undefined) return 'cancelled';
    try {
      return await this.measureRun(run, options);
    } finally {
      await this.end(run);
    }
  }

  /** The live run that is meant; `none` where there is none to measure and an entry has to be started. */
  private async liveRun(target: unknown): Promise<RunState | 'none' | 'cancelled'> {
    const { paths } = this.services;
    const { state } = this.services.state;
    const path = pathOf(target);
    if (path !== undefined) {
      const isMeant = (run: RunState): boolean => isLive(run) && paths.isSame(run.info.entry, path);
      return state.runs.find(isMeant) ?? 'none';
    }
    if (readNodeName(target) === undefined && !state.runs.some(isLive)) return 'none';
    return (await chooseRun(state, { argument: target, fits: isLive })) ?? 'cancelled';
  }

  /** Starts an entry, one that is chosen where none is named. */
  private async start(target: unknown): Promise<RunState | undefined> {
    const { launcher, tasks, state } = this.services;
    const chosen = this.started.get(pathOf(target) ?? '') ?? (await whatToRun(this.services, target));
    if (chosen === undefined) return undefined;
    const runId = await tasks.start(await launcher.prepare({ ...chosen, workers: 1 }));
    const run = findRun(state.state, runId ?? '');
    if (run === undefined) throw notStarted();
    this.started.set(run.info.entry, chosen);
    return run;
  }

  private async end({ info }: RunState): Promise<void> {
    const { state, gateway } = this.services;
    const run = findRun(state.state, info.id);
    if (run === undefined) return;
    if (isLive(run)) await stopAndWait(this.services, run);
    // One that ended by itself stays on the list, with its reason.
    if (isLive(run)) gateway.dismiss(info.id);
  }

  private async measureRun(run: RunState, options: MeasureScalingOptions): Promise<Ended> {
    const maxWorkers = stepCount(t, options.workers, this.services.machine.cores);
    const choices = await this.choices(run, options);
    if (choices === undefined) return 'cancelled';
    const { panels, viewers } = this.services.scaling;
    viewers.set(this, true);
    let latest: Measurement | undefined;
    const onStep = (measurement: Measurement): void => {
      latest = measurement;
      panels.show(measurement, 'measuring');
    };
    try {
      const done = await this.withProgress(run, { ...choices, maxWorkers, onStep });
      if (done) panels.show(done, 'done');
      else if (latest) panels.show(latest, 'stopped');
      return done ? 'done' : 'cancelled';
    } catch (error) {
      if (latest) panels.show(latest, 'stopped');
      throw error;
    } finally {
      viewers.set(this, false);
    }
  }

  /** What the caller said, what was chosen before, or what is asked now. */
  private async choices(
    { info, workers }: RunState,
    options: MeasureScalingOptions,
  ): Promise<ScalingChoices | undefined> {
    const { memory } = this.services.scaling;
    const remembered = memory.of(info.entry);
    const given = readChoices(options);
    if (given.path !== undefined && given.connections !== undefined)
      return { path: given.path, connections: given.connections };
    if (remembered && options.ask !== true) return { ...remembered, ...given };
    const listening = workers.filter(({ addresses }) => addresses.length > 0);
    const chosen = await askScalingChoices(t('Measure {0}', fileName(info.entry)), listening, remembered);
    if (chosen) await memory.remember(info.entry, chosen);
    return chosen;
  }

  /** Undefined when the person cancelled. */
  private withProgress(
    { info }: RunState,
    order: ScalingChoices & { readonly maxWorkers: number; readonly onStep: (measurement: Measurement) => void },
  ): Thenable<Measurement | undefined> {
    const { launcher, machine, scaling } = this.services;
    const title = t('Measuring how {0} scales', fileName(info.entry));
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return vscode.window.withProgress(options, async (progress, token) => {
      const cancelling = new AbortController();
      token.onCancellationRequested(() => cancelling.abort());
      const { path: node } = await launcher.nodeFor(info.entry, info.cwd);
      const onStep = (measurement: Measurement): void => {
        const { length } = measurement.steps;
        const isLast = length >= order.maxWorkers;
        const message = isLast ? t('one worker once more') : t('{0} of {1} workers', length + 1, order.maxWorkers);
        progress.report({ message, ...(length > 0 && { increment: 100 / (order.maxWorkers + 1) }) });
        order.onStep(measurement);
      };
      const { signal } = cancelling;
      const fixed = { runId: info.id, warmUp: WARM_UP, seconds: SECONDS, cores: machine.cores, node, signal };
      try {
        return await scaling.meter.measure({ ...order, ...fixed, onStep });
      } catch (error) {
        if (signal.aborted) return undefined;
        throw error;
      }
    });
  }
}

/** Menus hand on the selection as a second argument; anything of a wrong kind counts as not given. */
function readOptions(given: unknown): MeasureScalingOptions {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return {};
  const { workers, ask } = given as Readonly<Record<string, unknown>>;
  return { ...readChoices(given), ...(workers !== undefined && { workers: Number(workers) }), ask: ask === true };
}

function busy(): ClusterError {
  const hint = t('Wait for it to end, or cancel it in its notification.');
  return new ClusterError('measuring', t('A measurement is going on already.'), hint);
}

function notStarted(): ClusterError {
  const hint = t('Look at its terminal.');
  return new ClusterError('endedEarly', t('The app ended before it could be measured.'), hint);
}
