/**
 * Collects what the workers of a run say of themselves while a load runs: their CPU and how busy their event loops are.
 * The samples come as long as somebody looks at the run, which is the caller's to see to.
 */
import type { Disposable, StateSource } from '../core/ports';
import { findRun } from '../core/row';
import type { WorkerUse } from '../core/scaling/measurement';
import type { Sample } from '../shared/runInfo';

export interface UseCollector extends Disposable {
  /** The use over the last milliseconds; undefined where no worker said anything. */
  ofLast(span: number): WorkerUse | undefined;
}

/** Starts to collect. */
export function collectUse(state: StateSource, runId: string): UseCollector {
  const samples = new Map<string, Sample>();
  const subscription = state.onDidChange(({ runs }) => {
    const run = findRun({ runs }, runId);
    for (const sample of run?.samples.values() ?? []) samples.set(`${sample.pid}/${sample.at}`, sample);
  });
  return {
    ofLast: (span) => useOf([...samples.values()], span),
    dispose: () => subscription.dispose(),
  };
}

/** Averages over time for each worker; loops are averaged over the workers, CPU is added up. */
export function useOf(samples: readonly Sample[], span: number): WorkerUse | undefined {
  const latest = Math.max(...samples.map(({ at }) => at));
  const recent = samples.filter(({ at, interval }) => at - interval >= latest - span - interval / 2);
  const pids = [...new Set(recent.map(({ pid }) => pid))];
  if (pids.length === 0) return undefined;
  const each = pids.map((pid) => averageOf(recent.filter((sample) => sample.pid === pid)));
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return { cpu: sum(each.map(({ cpu }) => cpu)), loop: sum(each.map(({ loop }) => loop)) / each.length };
}

function averageOf(samples: readonly Sample[]): WorkerUse {
  const time = samples.reduce((total, { interval }) => total + interval, 0) || 1;
  const over = (value: (sample: Sample) => number): number =>
    samples.reduce((total, sample) => total + value(sample) * sample.interval, 0) / time;
  return { cpu: over(({ cpu }) => cpu), loop: over(({ elu }) => elu * 100) };
}
