/**
 * All runs of this user that left a record: shows those that this window wants, buries those whose primary died, and
 * passes requests on to the run they are for. A run that ended stays in the state until it is dismissed. `watching.ts`
 * owns the only instance.
 */
import { directoryRefused, runGone } from '../core/linkErrors';
import type { Disposable, Inspection, LogSource, RunGateway } from '../core/ports';
import { findRun } from '../core/row';
import type { InspectorUse, RequestBody } from '../shared/protocol';
import type { RunRecord } from '../shared/runRecord';
import { holdInspector } from './inspection';
import { doesPrimaryLive } from './primaryLife';
import { isAlive } from './processTable';
import { RunDirectory } from './runDirectory';
import { type LogListener, type RunServices, TrackedRun } from './trackedRun';

export interface RunRegistryOptions extends RunServices {
  /** Whether this window shows the run. */
  readonly accept: (record: RunRecord) => boolean;
}

export class RunRegistry implements RunGateway, LogSource, Disposable {
  private readonly options: RunRegistryOptions;
  private readonly directory: RunDirectory;
  private readonly runs = new Map<string, TrackedRun>();
  private metrics = false;

  constructor(options: RunRegistryOptions) {
    const { directory, log, t, onProblem } = options;
    this.options = options;
    this.directory = new RunDirectory({
      path: directory,
      log,
      onRecords: (records) => this.takeRecords(records),
      onRefused: (problem) => onProblem(directoryRefused(t, directory, problem)),
    });
  }

  /** Looks at the run directory now, and asks `accept` anew about every run. */
  refresh(): Promise<void> {
    return this.directory.look();
  }

  /** Whether the primaries shall send what their workers measure. */
  setMetrics(metrics: boolean): void {
    this.metrics = metrics;
    for (const run of this.runs.values()) run.setMetrics(metrics);
  }

  async request(runId: string, body: RequestBody): Promise<unknown> {
    const run = this.find(runId);
    if (!run) throw runGone(this.options.t);
    return run.request(body);
  }

  async inspect(runId: string, slot: number, use: InspectorUse = {}): Promise<Inspection> {
    return holdInspector((body) => this.request(runId, body), { slot, ...use });
  }

  dismiss(runId: string): void {
    const { store } = this.options;
    if (findRun(store.state, runId)?.link === 'ended') store.dispatch({ type: 'dismiss', runId });
  }

  follow(runId: string, listener: LogListener): Disposable {
    return this.find(runId)?.follow(listener) ?? { dispose: () => undefined };
  }

  dispose(): void {
    this.directory.dispose();
    for (const run of this.runs.values()) run.dispose();
    this.runs.clear();
  }

  private find(runId: string): TrackedRun | undefined {
    return [...this.runs.values()].find((run) => run.runId === runId);
  }

  private takeRecords(records: readonly RunRecord[]): void {
    const present = new Set(records.map(keyOf));
    for (const record of records) this.takeRecord(record);
    // A run whose record was swept away by somebody is known by its link as long as it lives.
    for (const [key, run] of this.runs) if (!run.isShown && !present.has(key)) this.runs.delete(key);
  }

  private takeRecord(record: RunRecord): void {
    const run = this.runs.get(keyOf(record)) ?? this.track(record);
    run.record = record;
    if (!isAlive(record.pid)) void run.bury();
    else if (this.options.accept(record)) run.show();
    else run.hide();
  }

  private track(record: RunRecord): TrackedRun {
    const key = keyOf(record);
    const onBuried = (): void => void this.runs.delete(key);
    const run = new TrackedRun({ record, services: this.options, metrics: this.metrics, onBuried });
    this.runs.set(key, run);
    void this.buryUnlessAlive(run);
    return run;
  }

  /** A record that was left behind may name a pid that is another process's by now. */
  private async buryUnlessAlive(run: TrackedRun): Promise<void> {
    if (!(await doesPrimaryLive(run.record))) await run.bury();
  }
}

const keyOf = ({ pid, startedAt }: RunRecord): string => `${pid}@${startedAt}`;
