/**
 * The tasks of type `node-cluster`: starts them, and knows which run belongs to which task, whoever started it (a
 * command, `tasks.json`, an earlier session of this window). So a stopped run takes its task along, an ended one runs
 * again, and a task that never becomes a run is reported, once.
 */
import * as vscode from 'vscode';
import type { Paths } from '../core/paths';
import type { Machine, StateSource } from '../core/ports';
import type { StartedApp } from '../core/sameApp';
import type { RunState } from '../core/state';
import { belongsToTask, type RunTrace, taskOfRun } from '../core/taskMatching';
import type { RunInfo } from '../shared/runInfo';
import { createTask, parametersOf, taskOptions } from './clusterTask';
import type { Launch } from './launcher';
import { followsRun } from './runEnd';
import { TrackedTask } from './trackedTask';

export interface RunTasksParts {
  readonly machine: Machine;
  readonly paths: Paths;
  readonly state: StateSource;
  /** A task that nobody waits for did not become a run. */
  readonly onFailure: (error: unknown) => void;
  /** A task started: a record that was nobody's may be ours now. */
  readonly onDidStart: () => void;
}

/** After a reload, for how long tasks that start may be restored ones, in milliseconds. */
const RESTORED_WITHIN = 15_000;

export class RunTasks implements vscode.Disposable {
  private readonly tracked = new Map<vscode.TaskExecution, TrackedTask>();
  private readonly byRun = new Map<string, TrackedTask>();
  /** Definitions whose starter waits for the run itself. */
  private readonly claims = new Set<string>();
  private readonly loadedAt = Date.now();
  private readonly subscriptions: readonly { dispose(): void }[];

  constructor(private readonly parts: RunTasksParts) {
    for (const execution of vscode.tasks.taskExecutions) this.track(execution, 0);
    this.subscriptions = [
      vscode.tasks.onDidStartTask(({ execution }) => this.track(execution, Date.now())),
      vscode.tasks.onDidStartTaskProcess((event) => this.processStarted(event)),
      vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => this.tracked.get(execution)?.ended(exitCode)),
      vscode.tasks.onDidEndTask(({ execution }) => this.taskEnded(execution)),
      parts.state.onDidChange(() => this.adoptRuns()),
    ];
  }

  /** Starts a run. Resolves with its id once it has reported in, with nothing where it ended well before that. */
  async start(launch: Launch): Promise<string | undefined> {
    const task = createTask(launch);
    const claim = claimOf(task);
    this.claims.add(claim);
    await this.closeRestoredTerminals();
    try {
      const execution = await vscode.tasks.executeTask(task);
      return await this.track(execution, Date.now())?.checkedIn;
    } finally {
      this.claims.delete(claim);
    }
  }

  /** Whether a run, or its record, comes from a task of this window. */
  startedHere(run: RunTrace): boolean {
    return [...this.tracked.values()].some((task) => task.has(run));
  }

  /** The task of a run, also after both have ended. */
  taskOf(runId: string): TrackedTask | undefined {
    return this.byRun.get(runId);
  }

  /** The living task whose app fits. */
  activeTask(fits: (app: StartedApp) => boolean): TrackedTask | undefined {
    return [...this.tracked.values()].find(
      ({ isAlive, parameters, execution }) => isAlive && fits({ parameters, options: taskOptions(execution.task) }),
    );
  }

  /** Ends the task of a run, if it has one that lives. */
  terminate(runId: string): void {
    const task = this.byRun.get(runId);
    if (task?.isAlive) task.execution.terminate();
  }

  /** Resolves when the task of a run is over; one that goes on without its run is ended. */
  async whenEnded(runId: string): Promise<void> {
    const task = this.byRun.get(runId);
    if (!task?.isAlive) return;
    await followsRun(vscode.tasks.onDidEndTask, {
      isIt: ({ execution }) => execution === task.execution,
      end: () => task.execution.terminate(),
    });
  }

  /** Brings the terminal of a run to the front; false where it is not one of this window's. */
  async showTerminal(runId: string): Promise<boolean> {
    const run = this.parts.state.state.runs.find(({ info }) => info.id === runId);
    const terminal = await findTerminal([this.byRun.get(runId)?.pid, run?.info.pid]);
    terminal?.show();
    return terminal !== undefined;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const task of this.tracked.values()) task.dispose();
  }

  /**
   * VS Code cannot start a process in a terminal that it restored after a reload: the task would seem to run and never
   * begin. Such a terminal is closed once its task has ended and another one starts.
   */
  private async closeRestoredTerminals(): Promise<void> {
    for (const task of this.tracked.values()) {
      if (!task.isRestored || task.isAlive) continue;
      task.isRestored = false;
      (await findTerminal([task.pid]))?.dispose();
    }
  }

  private track(execution: vscode.TaskExecution, startedAt: number): TrackedTask | undefined {
    const known = this.tracked.get(execution);
    if (known) return known;
    const parameters = parametersOf(execution.task);
    if (parameters === undefined) return undefined;
    const { machine, paths } = this.parts;
    const adoptOlder = (one: TrackedTask): boolean => this.adoptOlder(one, startedAt);
    const task = new TrackedTask({ execution, parameters, machine, paths, startedAt, adoptOlder });
    this.tracked.set(execution, task);
    if (!this.claims.has(claimOf(execution.task))) task.checkedIn.catch(this.parts.onFailure);
    return task;
  }

  private processStarted({ execution, processId }: vscode.TaskProcessStartEvent): void {
    const task = this.track(execution, Date.now());
    if (task === undefined) return;
    task.pid = processId;
    this.parts.onDidStart();
    this.adoptRuns();
  }

  private taskEnded(execution: vscode.TaskExecution): void {
    this.tracked.get(execution)?.ended(undefined);
  }

  private adoptRuns(): void {
    for (const { info } of this.parts.state.state.runs) {
      if (this.byRun.has(info.id)) continue;
      const task = taskOfRun(info, [...this.tracked.values()]);
      if (task) this.adopt(task, info);
    }
  }

  private adopt(task: TrackedTask, info: RunInfo): void {
    this.byRun.set(info.id, task);
    task.adopt(info);
  }

  /** After a reload VS Code starts to track a task anew, though its run is older: then what runs must agree, not when. */
  private adoptOlder(task: TrackedTask, startedAt: number): boolean {
    if (startedAt - this.loadedAt > RESTORED_WITHIN) return false;
    const { parameters } = task;
    const fits = ({ info, link }: RunState): boolean =>
      link !== 'ended' &&
      !this.byRun.has(info.id) &&
      belongsToTask(info, { parameters, startedAt: 0 }, this.parts.paths);
    const run = this.parts.state.state.runs.find(fits);
    if (run) this.adopt(task, run.info);
    return run !== undefined;
  }
}

/** The same for the task that is handed to VS Code and for the one that its events name. */
function claimOf({ definition }: vscode.Task): string {
  return JSON.stringify(Object.entries(definition).sort(([left], [right]) => left.localeCompare(right)));
}

async function findTerminal(pids: readonly (number | undefined)[]): Promise<vscode.Terminal | undefined> {
  for (const terminal of vscode.window.terminals) {
    const pid = await terminal.processId;
    if (pid !== undefined && pids.includes(pid)) return terminal;
  }
  return undefined;
}
