/**
 * Measures how a live run scales: brings it to 1, 2, ... N workers, loads each, looks at one worker once more, and leaves
 * the run with as many workers as it had, however the measurement ends. A live run is measured rather than a second one
 * beside it, because an app's port, files and environment are its own; workers that are one too many drain, so nobody
 * else's request is lost.
 */

import { ClusterError } from '../core/clusterError';
import type { LoadGenerator, RunGateway, ScalingMeter, ScalingOrder, StateSource } from '../core/ports';
import { findRun } from '../core/row';
import { loadTarget } from '../core/scaling/loadTarget';
import type { Measurement, ScalingStep } from '../core/scaling/measurement';
import type { RunState } from '../core/state';
import type { Translate } from '../core/translate';
import { collectUse } from './workerUse';

/** How long a change of the number of workers may take beyond the drain, milliseconds. */
const PATIENCE = 60_000;

export interface ScalingMeterParts {
  readonly t: Translate;
  readonly state: StateSource;
  readonly gateway: RunGateway;
  readonly generator: LoadGenerator;
  readonly now: () => number;
}

/** The meter; one measurement of it goes on at a time, which is its caller's to see to. */
export function createScalingMeter(parts: ScalingMeterParts): ScalingMeter {
  return { measure: (order) => new Session(parts, order).run() };
}

/** One measurement. */
class Session {
  private measurement: Measurement;

  constructor(
    private readonly parts: ScalingMeterParts,
    private readonly order: ScalingOrder,
  ) {
    const { info } = this.liveRun();
    const { connections, seconds, cores, path } = order;
    const base = { entry: info.entry, node: info.node, connections, seconds, cores };
    this.measurement = { ...base, url: path, startedAt: parts.now(), steps: [] };
  }

  async run(): Promise<Measurement> {
    const { maxWorkers } = this.order;
    const before = this.liveRun().info.target;
    this.tell({});
    try {
      for (let workers = 1; workers <= maxWorkers; workers++) {
        const step = await this.step(workers);
        this.tell({ steps: [...this.measurement.steps, step] });
      }
      if (maxWorkers > 1) this.tell({ control: await this.step(1) });
      return this.measurement;
    } finally {
      await this.restore(before);
    }
  }

  private tell(news: Partial<Measurement>): void {
    this.measurement = { ...this.measurement, ...news };
    this.order.onStep(this.measurement);
  }

  private async step(workers: number): Promise<ScalingStep> {
    const { runId, connections, seconds, warmUp, signal, node, path } = this.order;
    await this.scaleTo(workers);
    const url = loadTarget(this.parts.t, this.liveRun().workers, path);
    this.measurement = { ...this.measurement, url };
    const use = collectUse(this.parts.state, runId);
    try {
      const outcome = await this.parts.generator.run({ url, connections, warmUp, seconds }, { node, signal });
      if (outcome.type === 'refused') throw this.refused(url, outcome.reason);
      const used = use.ofLast(seconds * 1000);
      return { workers, load: outcome.figures, ...(used && { use: used }) };
    } finally {
      use.dispose();
    }
  }

  private async scaleTo(workers: number): Promise<void> {
    const { runId, signal } = this.order;
    signal.throwIfAborted();
    if (this.liveRun().info.target !== workers) await this.parts.gateway.request(runId, { type: 'scale', workers });
    await this.until((run) => isServing(run, workers), workers);
  }

  /** A run that has ended meanwhile needs nothing any more. */
  private async restore(workers: number): Promise<void> {
    const run = findRun(this.parts.state.state, this.order.runId);
    if (run === undefined || run.link === 'ended' || run.info.target === workers) return;
    await this.parts.gateway.request(this.order.runId, { type: 'scale', workers });
  }

  private liveRun(): RunState {
    const run = findRun(this.parts.state.state, this.order.runId);
    if (run !== undefined && run.link !== 'ended') return run;
    const { t } = this.parts;
    throw new ClusterError('runGone', t('This run has ended.'), t('Start it again.'));
  }

  /** Waits for the run to be as wanted; rejects when it ends, gives workers up, takes too long, or is cancelled. */
  private until(isSo: (run: RunState) => boolean, workers: number): Promise<void> {
    const { signal } = this.order;
    return new Promise((resolve, reject) => {
      const settle = (end: () => void): void => {
        clearTimeout(timer);
        subscription.dispose();
        signal.removeEventListener('abort', cancel);
        end();
      };
      const cancel = (): void => settle(() => reject(signal.reason));
      const look = (): void => {
        try {
          const run = this.liveRun();
          if (isSo(run)) settle(resolve);
          else if (run.workers.some(({ state }) => state === 'crash looping' || state === 'stopped'))
            throw this.notServing(workers);
        } catch (error) {
          settle(() => reject(error));
        }
      };
      const timer = setTimeout(() => settle(() => reject(this.notServing(workers))), PATIENCE);
      const subscription = this.parts.state.onDidChange(look);
      signal.addEventListener('abort', cancel);
      look();
    });
  }

  private notServing(workers: number): ClusterError {
    const { t } = this.parts;
    const { runId } = this.order;
    const hint = t('Look at its log for what its workers wait for.');
    const action = { title: t('Show Log'), command: 'nodeCluster.showLog', args: [{ kind: 'run', runId }] };
    return new ClusterError(
      'measureFailed',
      t('The run did not come to serve with {0} workers.', workers),
      hint,
      action,
    );
  }

  private refused(url: string, reason: string): ClusterError {
    const { t } = this.parts;
    const { runId } = this.order;
    const hint = t('Choose a path that the app answers well, without a login.');
    const action = {
      title: t('Choose Path...'),
      command: 'nodeCluster.measureScaling',
      args: [{ runId }, { ask: true }],
    };
    return new ClusterError('measureFailed', t('{0} does not answer: {1}.', url, reason), hint, action);
  }
}

const isServing = ({ workers }: RunState, count: number): boolean =>
  workers.length === count && workers.every(({ state }) => state === 'listening');
