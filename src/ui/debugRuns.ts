/**
 * The debug sessions that are runs: which apps are being debugged, so that none is started twice, how each run was asked
 * for, so that it can run again, and the sessions of their workers, which get their slot's number as their name.
 */
import * as vscode from 'vscode';
import type { GivenConfiguration } from '../core/debugConfiguration';
import type { LaunchOptions } from '../core/launchOptions';
import type { Paths } from '../core/paths';
import type { StateSource } from '../core/ports';
import { isLive } from '../core/runTargets';
import type { StartedApp } from '../core/sameApp';
import { belongsToTask } from '../core/taskMatching';
import type { LaunchParameters } from '../shared/launchParameters';
import type { RunInfo } from '../shared/runInfo';
import { followsRun } from './runEnd';

const { t } = vscode.l10n;

/** A run that starts with the debugger, as it was asked for and what was made of it. */
export interface DebugStart extends StartedApp {
  readonly configuration: GivenConfiguration;
  readonly options: LaunchOptions;
  readonly parameters: LaunchParameters;
  readonly folder: vscode.WorkspaceFolder | undefined;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The property of a session's configuration that leads to its start; the built-in debugger passes over it. */
const START = 'nodeClusterStart';

export class DebugRuns implements vscode.Disposable {
  /** Kept here, not in the configurations: VS Code would fill the variables in them, or refuse those that only we fill. */
  private readonly starts: DebugStart[] = [];
  /** The living sessions that are runs; those of their processes are below them. */
  private readonly roots = new Map<vscode.DebugSession, DebugStart>();
  /** The root session of each run, also after both have ended. */
  private readonly byRun = new Map<string, { readonly session: vscode.DebugSession; readonly start: DebugStart }>();
  /** The processes of sessions, and those whose sessions have their name yet to get. */
  private readonly pids = new Map<vscode.DebugSession, number>();
  private readonly unnamed = new Set<vscode.DebugSession>();
  private readonly subscriptions: readonly { dispose(): void }[];

  constructor(
    private readonly state: StateSource,
    private readonly paths: Paths,
  ) {
    this.subscriptions = [
      vscode.debug.onDidStartDebugSession((session) => this.started(session)),
      vscode.debug.onDidTerminateDebugSession((session) => this.ended(session)),
      state.onDidChange(() => this.matchRuns()),
    ];
  }

  /** Notes what is about to start, and answers the properties by which its session is known then. */
  note(start: DebugStart): Readonly<Record<string, number>> {
    return { [START]: this.starts.push(start) - 1 };
  }

  /** The living run that fits; it has no id before it has reported in. */
  activeRun(fits: (app: StartedApp) => boolean): { readonly runId: string | undefined } | undefined {
    const [session] = [...this.roots].find(([, start]) => fits(start)) ?? [];
    // The latest: the debugger's own Restart makes another run in the same session.
    return session && { runId: [...this.byRun].findLast(([, run]) => run.session === session)?.[0] };
  }

  /** How a run was started, where that was with the debugger; also after its end. */
  startOf(runId: string): DebugStart | undefined {
    return this.byRun.get(runId)?.start;
  }

  /** Resolves when the session of a run is over; one that goes on without its run is ended. */
  async whenEnded(runId: string): Promise<void> {
    const { session } = this.byRun.get(runId) ?? {};
    if (session === undefined || !this.roots.has(session)) return;
    const end = (): void => void vscode.debug.stopDebugging(session);
    await followsRun(vscode.debug.onDidTerminateDebugSession, { isIt: ({ id }) => id === session.id, end });
  }

  /** Whether a session of a run that is debugged as a whole has this process. */
  isDebugged(pid: number): boolean {
    return [...this.pids.values()].includes(pid);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private started(session: vscode.DebugSession): void {
    const start = session.parentSession ? undefined : this.starts[session.configuration[START]];
    if (start) this.roots.set(session, start);
    const pid = pidOf(session);
    if (pid !== undefined) {
      this.pids.set(session, pid);
      this.unnamed.add(session);
    }
    this.matchRuns();
  }

  private ended(session: vscode.DebugSession): void {
    this.roots.delete(session);
    this.pids.delete(session);
    this.unnamed.delete(session);
  }

  private matchRuns(): void {
    for (const { info } of this.state.state.runs) {
      if (this.byRun.has(info.id)) continue;
      const [session, start] = this.rootOf(info) ?? [];
      if (session && start) this.byRun.set(info.id, { session, start });
    }
    this.nameSessions();
  }

  /** The session above that of the primary. Where nothing is debugged, no process has one: what runs and when must agree. */
  private rootOf(info: RunInfo): readonly [vscode.DebugSession, DebugStart] | undefined {
    const own = [...this.pids].find(([, pid]) => pid === info.pid)?.[0];
    return [...this.roots].find(([root, { parameters, at }]) =>
      root.configuration.noDebug
        ? !this.hasLiveRun(root) && belongsToTask(info, { parameters, startedAt: at }, this.paths)
        : own && isAbove(root, own),
    );
  }

  private hasLiveRun(root: vscode.DebugSession): boolean {
    return this.state.state.runs.some((run) => isLive(run) && this.byRun.get(run.info.id)?.session === root);
  }

  /** All processes of a run have the same script, so that the debugger names them alike. */
  private nameSessions(): void {
    for (const session of this.unnamed) {
      const pid = this.pids.get(session);
      const name = pid === undefined ? undefined : nameOf(this.state, pid);
      if (name === undefined) continue;
      session.name = name;
      this.unnamed.delete(session);
    }
  }
}

function nameOf({ state }: StateSource, pid: number): string | undefined {
  for (const { info, workers } of state.runs) {
    if (info.pid === pid) return t('Primary [{0}]', pid);
    const worker = workers.find((one) => one.pid === pid);
    if (worker) return t('Worker #{0} [{1}]', worker.slot, pid);
  }
  return undefined;
}

/** The debugger has no other word of a process than the name of its session: `server.js [812]`, at times with more. */
function pidOf({ name, parentSession }: vscode.DebugSession): number | undefined {
  const pid = parentSession && / \[(\d+)\](?: |$)/.exec(name)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

function isAbove(root: vscode.DebugSession, { parentSession }: vscode.DebugSession): boolean {
  return parentSession !== undefined && (parentSession.id === root.id || isAbove(root, parentSession));
}
