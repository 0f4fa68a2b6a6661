/**
 * What the host remembers of each run while somebody watches: its series, its recent latency and what happened to it as
 * a whole. `Histories` holds one history for each run that the state knows; the clock is given, so nothing here waits.
 */
import type { Sample } from '../shared/runInfo';
import { RecentLatency } from './recentLatency';
import { notesOf, type RunNote } from './runNotes';
import { RunSeries, type Tick } from './series';
import type { ClusterState, RunState } from './state';
import { currentSample, tickOf } from './tick';

const NOTES = 200;

/** A longer pause than this leaves the requests in it uncounted, in milliseconds: they were not of one second. */
const PAUSE = 3000;

export class RunHistory {
  readonly series = new RunSeries();
  readonly latency = new RecentLatency();
  private kept: readonly RunNote[] = [];
  private readonly totals = new Map<number, number>();
  private lastAt = 0;

  /** Oldest first. A new list whenever there is a new note. */
  get notes(): readonly RunNote[] {
    return this.kept;
  }

  /** Adds a row to the series. */
  record(run: RunState, now: number): Tick {
    const samples = run.workers.flatMap((worker) => currentSample(run, worker) ?? []);
    this.latency.take(samples);
    const tick = tickOf(run, now, (sample) => this.servedSince(sample, now));
    this.series.append(tick);
    for (const { slot, totalRequests } of samples) this.totals.set(slot, totalRequests);
    this.lastAt = now;
    return tick;
  }

  /** Takes down what the step to a new state says. */
  note(before: RunState, run: RunState, at: number): void {
    const notes = notesOf(before, run, at);
    if (notes.length > 0) this.kept = [...this.kept, ...notes].slice(-NOTES);
  }

  private servedSince({ slot, totalRequests }: Sample, now: number): number | undefined {
    const before = this.totals.get(slot);
    if (before === undefined || now - this.lastAt > PAUSE) return undefined;
    return Math.max(0, totalRequests - before);
  }
}

export class Histories {
  private readonly runs = new Map<string, RunHistory>();

  /** The history of a run; an empty one for a run that is new. */
  of(runId: string): RunHistory {
    const known = this.runs.get(runId) ?? new RunHistory();
    this.runs.set(runId, known);
    return known;
  }

  /** Adds a row for each live run. */
  record({ runs }: ClusterState, now: number): ReadonlyMap<string, Tick> {
    const live = runs.filter(({ link }) => link === 'connected');
    return new Map(live.map((run) => [run.info.id, this.of(run.info.id).record(run, now)]));
  }

  /** Follows a change of state: notes what happened and forgets runs that are gone. */
  follow(now: ClusterState, before: ClusterState, at: number): void {
    const earlier = new Map(before.runs.map((run) => [run.info.id, run]));
    for (const run of now.runs) {
      const old = earlier.get(run.info.id);
      if (old && old !== run) this.of(run.info.id).note(old, run, at);
      earlier.delete(run.info.id);
    }
    for (const gone of earlier.keys()) this.runs.delete(gone);
  }
}
