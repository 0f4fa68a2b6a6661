/**
 * The debug sessions that are runs: which targets are being debugged, so that none is started twice, and the sessions of
 * their workers, which get their slot's number as their name.
 */
import * as vscode from 'vscode';
import type { LaunchTarget } from '../core/launchPlan';
import type { StateSource } from '../core/ports';
import { parseParameters } from '../shared/launchParameters';
import { PARAMETERS_VARIABLE } from '../shared/parametersVariable';

const { t } = vscode.l10n;

export class DebugRuns implements vscode.Disposable {
  private readonly roots = new Set<vscode.DebugSession>();
  /** The processes of sessions, and those whose sessions have their name yet to get. */
  private readonly pids = new Map<vscode.DebugSession, number>();
  private readonly unnamed = new Set<vscode.DebugSession>();
  private readonly subscriptions: readonly { dispose(): void }[];

  constructor(private readonly state: StateSource) {
    this.subscriptions = [
      vscode.debug.onDidStartDebugSession((session) => this.started(session)),
      vscode.debug.onDidTerminateDebugSession((session) => this.ended(session)),
      state.onDidChange(() => this.nameSessions()),
    ];
  }

  /** Whether a session runs the target. */
  isActive(target: LaunchTarget): boolean {
    return [...this.roots].some((session) => isAbout(session, target));
  }

  /** Whether a session of a run that is debugged as a whole has this process. */
  isDebugged(pid: number): boolean {
    return [...this.pids.values()].includes(pid);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private started(session: vscode.DebugSession): void {
    if (parametersOf(session) !== undefined) this.roots.add(session);
    const pid = pidOf(session);
    if (pid === undefined) return;
    this.pids.set(session, pid);
    this.unnamed.add(session);
    this.nameSessions();
  }

  private ended(session: vscode.DebugSession): void {
    this.roots.delete(session);
    this.pids.delete(session);
    this.unnamed.delete(session);
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

function parametersOf({ configuration, parentSession }: vscode.DebugSession) {
  const text: unknown = parentSession ? undefined : configuration.env?.[PARAMETERS_VARIABLE];
  return typeof text === 'string' ? parseParameters(text).parameters : undefined;
}

function isAbout(session: vscode.DebugSession, target: LaunchTarget): boolean {
  const parameters = parametersOf(session);
  if (target.kind === 'entry') return parameters?.entry === target.entry;
  const args: unknown = session.configuration.runtimeArgs;
  return parameters?.root === target.folder && Array.isArray(args) && args.includes(target.script);
}
