/**
 * A run that never was, with the history of half an hour: for tests and measurements of the dashboard that need many
 * workers and much past. Deterministic, so that pictures of it can be compared.
 */
import { RunHistory } from '../../src/core/runHistory';
import type { Tick } from '../../src/core/series';
import type { RunState } from '../../src/core/state';
import { bucketOf } from '../../src/shared/histogram';
import type { HistoryEntry, Sample } from '../../src/shared/runInfo';
import { errorInfo, exitInfo, NOW, runInfo, runState, sample, worker } from './stateBuilders';

export interface SyntheticRun {
  readonly run: RunState;
  readonly history: RunHistory;
  /** Lives on for a second and answers with the run as it is then, and the moment in epoch milliseconds. */
  tick(): { readonly run: RunState; readonly now: number; readonly tick: Tick };
}

const MEGABYTE = 1024 * 1024;

/** A run of so many workers that has been watched for so many seconds. */
export function makeSyntheticRun(workers: number, seconds: number): SyntheticRun {
  const history = new RunHistory();
  const totals = new Map<number, number>();
  let second = 0;
  let run = runOf(workers, samplesAt(workers, 0, totals));
  const live = () => {
    second += 1;
    run = runOf(workers, samplesAt(workers, second, totals));
    const now = NOW + second * 1000;
    return { run, now, tick: history.record(run, now) };
  };
  while (second < seconds) live();
  return {
    get run() {
      return run;
    },
    history,
    tick: live,
  };
}

function runOf(count: number, samples: readonly Sample[]): RunState {
  return runState({
    info: runInfo({ target: count }),
    workers: samples.map(({ slot }) => worker({ slot, restarts: slot === 2 ? 1 : 0 })),
    samples: new Map(samples.map((one) => [one.slot, one])),
    usage: new Map([[800, { cpu: 3, memory: 62 * MEGABYTE }]]),
    history: eventsOf(count),
  });
}

function samplesAt(count: number, second: number, totals: Map<number, number>): Sample[] {
  return Array.from({ length: count }, (_, index) => {
    const slot = index + 1;
    const load = loadAt(slot, second);
    const requests = Math.round(load * 320);
    totals.set(slot, (totals.get(slot) ?? 0) + requests);
    return sample({
      slot,
      at: NOW + second * 1000,
      cpu: load * 78,
      rss: (74 + slot * 3 + load * 12) * MEGABYTE,
      heapUsed: (22 + ((second * (1 + slot / 9)) % 40) * 0.7) * MEGABYTE,
      elu: load * 0.82,
      delayP99: 1 + load * load * 9,
      requests,
      inFlight: Math.round(load * 6),
      connections: Math.round(load * 10),
      latency: latencyOf(load, requests),
      totalRequests: totals.get(slot) ?? 0,
    });
  });
}

/** Slow waves with a little noise; each worker a bit apart. */
function loadAt(slot: number, second: number): number {
  const wave = Math.sin(second / 47 + slot * 0.4) * 0.22 + Math.sin(second / 13 + slot) * 0.06;
  const noise = (((second * 7919 + slot * 104_729) % 1000) / 1000 - 0.5) * 0.08;
  return Math.min(1, Math.max(0.04, 0.52 + wave + noise));
}

function latencyOf(load: number, requests: number): number[] {
  const fast = bucketOf(2 + load * 3);
  const slow = bucketOf(9 + load * 22);
  return [fast, Math.round(requests * 0.7), fast + 6, Math.round(requests * 0.25), slow, Math.ceil(requests * 0.05)];
}

function eventsOf(count: number): HistoryEntry[] {
  const forked = Array.from({ length: count }, (_, index) => index + 1).flatMap((slot): HistoryEntry[] => [
    { seq: slot * 2, at: NOW + 200, slot, change: 'forked', pid: 810 + slot },
    { seq: slot * 2 + 1, at: NOW + 900, slot, change: 'listening', pid: 810 + slot },
  ]);
  const exit = exitInfo({ at: NOW + 1_620_000, pid: 770, error: errorInfo() });
  const crash: HistoryEntry = { seq: 900, at: exit.at, slot: 2, change: 'exited', pid: 770, exit };
  const replaced = Array.from({ length: count }, (_, index): HistoryEntry => {
    const slot = index + 1;
    return { seq: 910 + slot, at: NOW + 1_710_000 + slot * 300, slot, change: 'replaced', pid: 810 + slot };
  });
  return [...forked, crash, ...replaced];
}
