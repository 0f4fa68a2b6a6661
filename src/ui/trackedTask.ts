/**
 * One task execution on its way to become a run: it waits for the run to report in, and knows what to say when that
 * does not happen. Owned by `RunTasks`; it decides nothing about other tasks.
 */
import { join } from 'node:path';
import * as vscode from 'vscode';
import { CHECK_IN_PATIENCE, checkInPatience, endedEarly, noCheckIn, type SilentTask } from '../core/checkIn';
import { entryInScript, parseManifest } from '../core/packageManifest';
import type { Paths } from '../core/paths';
import type { Machine } from '../core/ports';
import { belongsToTask, type RunTrace } from '../core/taskMatching';
import type { LaunchParameters } from '../shared/launchParameters';
import type { RunInfo } from '../shared/runInfo';

const { t } = vscode.l10n;

/** After a task's end, for how long its run may still turn up: records are read with a delay. Also what clocks may differ. */
const LATE = 1_000;

export interface TrackedTaskOptions {
  readonly execution: vscode.TaskExecution;
  readonly parameters: LaunchParameters;
  readonly machine: Machine;
  readonly paths: Paths;
  /** Epoch milliseconds; 0 for a task that was running before the extension was, which is not waited for. */
  readonly startedAt: number;
  /** Looks once more, among runs that are older than the task; answers whether one was adopted. */
  readonly adoptOlder: (task: TrackedTask) => boolean;
}

export class TrackedTask {
  readonly execution: vscode.TaskExecution;
  readonly parameters: LaunchParameters;
  /** The run's id once it has reported in; undefined when the task ended well without one. */
  readonly checkedIn: Promise<string | undefined>;
  pid: number | undefined;
  runId: string | undefined;
  /** The pid of its run's primary: under npm not its own. */
  private primary: number | undefined;
  isAlive = true;
  /** Whether the task was there before this window was loaded: VS Code starts its tracking anew after a reload. */
  isRestored = false;
  private settled = false;
  private timer: NodeJS.Timeout | undefined;
  private resolve: (runId: string | undefined) => void = () => {};
  private reject: (error: unknown) => void = () => {};

  constructor(private readonly options: TrackedTaskOptions) {
    this.execution = options.execution;
    this.parameters = options.parameters;
    this.checkedIn = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.checkedIn.catch(() => {});
    if (options.startedAt > 0) this.wait(CHECK_IN_PATIENCE, () => this.grumble(CHECK_IN_PATIENCE));
  }

  /** Whether its run may still turn up. One that lives may be late, however long that takes. */
  get isWaiting(): boolean {
    return this.runId === undefined && (this.isAlive || !this.settled);
  }

  /** Whether a run, or its record, is this task's: the one that it has become, or one that it may have started. */
  has(run: RunTrace): boolean {
    return run.pid === this.pid || run.pid === this.primary || this.owns(run);
  }

  /** Whether a run that is nobody's yet, or its record, came from this task. */
  owns(run: RunTrace): boolean {
    if (this.runId !== undefined) return false;
    const { parameters, pid } = this;
    const { startedAt, paths } = this.options;
    return belongsToTask(run, { parameters, startedAt, ...(pid !== undefined && { pid }) }, paths);
  }

  /** The run of this task has turned up. */
  adopt({ id, pid, startedAt }: Pick<RunInfo, 'id' | 'pid' | 'startedAt'>): void {
    this.runId = id;
    this.primary = pid;
    this.isRestored = startedAt < this.options.startedAt - LATE;
    this.settle(() => this.resolve(id));
  }

  /** The process has ended; `code` is undefined when it never began or was ended by a person. */
  ended(code: number | undefined): void {
    const isSecondWord = !this.isAlive && code === undefined;
    this.isAlive = false;
    if (this.settled || isSecondWord) return;
    this.wait(LATE, () => this.settle(() => this.concede(code)));
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private concede(code: number | undefined): void {
    if (code === undefined || code === 0) this.resolve(undefined);
    else this.reject(endedEarly(t, this.execution.task.name, code));
  }

  private settle(finish: () => void): void {
    if (this.settled) return;
    this.settled = true;
    clearTimeout(this.timer);
    finish();
  }

  private wait(milliseconds: number, then: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(then, milliseconds);
  }

  /** Still nothing: says so, or waits on where the script has other work to do first. */
  private async grumble(waited: number): Promise<void> {
    const silent = await this.describe();
    const left = checkInPatience(silent.script) - waited;
    if (this.settled || !this.isAlive || this.options.adoptOlder(this)) return;
    if (left > 0) this.wait(left, () => this.grumble(waited + left));
    else this.settle(() => this.reject(noCheckIn(t, silent)));
  }

  private async describe(): Promise<SilentTask> {
    const { task } = this.execution;
    const base = { title: task.name, process: task.detail ?? task.name, pid: this.pid };
    const { root } = this.parameters;
    const name: unknown = task.definition.script;
    if (root === undefined || typeof name !== 'string') return base;
    const manifest = parseManifest(await this.options.machine.readText(join(root, 'package.json')));
    const file = entryInScript(manifest.scripts[name] ?? '') ?? manifest.main;
    return { ...base, script: { name, manifest }, entry: file === undefined ? undefined : join(root, file) };
  }
}
