/**
 * Debugs single workers of runs that are going on: opens a worker's inspector, attaches the built-in debugger to it, and
 * closes it when the session is over. A worker that ends in a session and comes back is attached again, where the
 * setting says so.
 */
import * as vscode from 'vscode';
import { attachConfiguration, isAttachedTo } from '../core/attachConfiguration';
import type { Inspection, RunGateway, StateSource } from '../core/ports';
import { findRun, findWorker } from '../core/row';
import type { WorkerInfo } from '../shared/runInfo';
import { setting } from './config';
import { folderFor } from './workspaceGuard';

const { t } = vscode.l10n;

/** How long the news of a worker's end may come after that of its session, milliseconds. */
const END_IS_HEARD_WITHIN = 3_000;

export interface WorkerDebuggersParts {
  readonly state: StateSource;
  readonly gateway: RunGateway;
  readonly onProblem: (error: unknown) => void;
}

interface Place {
  readonly runId: string;
  readonly slot: number;
}

export class WorkerDebuggers implements vscode.Disposable {
  /** The sessions that are going on, or about to. */
  private readonly sessions = new Map<string, Inspection>();
  private readonly subscriptions = new Set<vscode.Disposable>();
  private isDisposed = false;

  constructor(private readonly parts: WorkerDebuggersParts) {}

  /** Attaches to the worker in a slot; false where the debugger did not start. */
  async debug(place: Place): Promise<boolean> {
    const { state, gateway } = this.parts;
    const key = keyOf(place);
    if (this.sessions.has(key)) {
      await vscode.commands.executeCommand('workbench.view.debug');
      return true;
    }
    const inspection = await gateway.inspect(place.runId, place.slot, { debugger: true });
    this.sessions.set(key, inspection);
    const ended = this.whenEnded(inspection);
    const entry = findRun(state.state, place.runId)?.info.entry;
    const name = t('Worker #{0} [{1}]', place.slot, inspection.pid);
    const isStarted = await vscode.debug.startDebugging(folderFor(entry), attachConfiguration(name, inspection));
    const over = isStarted ? ended.promise : Promise.resolve();
    void over.then(() => this.finish(place, inspection)).catch(this.parts.onProblem);
    if (!isStarted) ended.forget();
    return isStarted;
  }

  dispose(): void {
    this.isDisposed = true;
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const inspection of this.sessions.values()) void inspection.close();
  }

  private async finish(place: Place, inspection: Inspection): Promise<void> {
    this.sessions.delete(keyOf(place));
    await inspection.close();
    const entry = findRun(this.parts.state.state, place.runId)?.info.entry;
    const isWanted = setting('debug.reattach', folderFor(entry));
    if (isWanted && !this.isDisposed && (await this.comesBack(place, inspection.pid))) await this.debug(place);
  }

  /** The end of the session at an inspector. */
  private whenEnded(inspection: Inspection): { readonly promise: Promise<void>; readonly forget: () => void } {
    let subscription: vscode.Disposable | undefined;
    const forget = (): void => {
      subscription?.dispose();
      if (subscription) this.subscriptions.delete(subscription);
    };
    const promise = new Promise<void>((resolve) => {
      subscription = vscode.debug.onDidTerminateDebugSession(({ configuration, parentSession }) => {
        // The session of the process is inside one of the debugger's own, which stays when the process has ended.
        if (parentSession && isAttachedTo(parentSession.configuration, inspection)) leave(parentSession);
        if (parentSession || !isAttachedTo(configuration, inspection)) return;
        forget();
        resolve();
      });
      this.subscriptions.add(subscription);
    });
    return { promise, forget };
  }

  /** Whether the process has ended and another one is there in its place; false once that is not to be expected. */
  private comesBack({ runId, slot }: Place, pid: number): Promise<boolean> {
    const { state } = this.parts;
    return new Promise((resolve) => {
      const look = (): void => {
        const run = findRun(state.state, runId);
        const worker = run && findWorker(run, slot);
        if (!worker || run.link === 'ended' || run.info.state === 'stopping') return finish(false);
        if (isServing(worker) && worker.pid !== pid) finish(true);
      };
      const finish = (isBack: boolean): void => {
        clearTimeout(timer);
        subscription.dispose();
        resolve(isBack);
      };
      const subscription = state.onDidChange(look);
      // The session ended and the process did not: the person has had enough.
      const timer = setTimeout(() => {
        const run = findRun(state.state, runId);
        if (run && findWorker(run, slot)?.pid === pid) finish(false);
      }, END_IS_HEARD_WITHIN);
      look();
    });
  }
}

/** Not `stopDebugging`, which ends the process too where it lives. A session that is ending anyway may refuse. */
function leave(session: vscode.DebugSession): void {
  session.customRequest('disconnect', { terminateDebuggee: false }).then(undefined, () => {});
}

const keyOf = ({ runId, slot }: Place): string => `${runId} ${slot}`;

/** A process that boots is best left to boot. */
function isServing({ pid, state }: WorkerInfo): boolean {
  return pid !== undefined && (state === 'listening' || state === 'online');
}
