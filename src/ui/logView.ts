/**
 * Show Log: the output of a run or of one worker in an output channel, from the lines that the primary kept and then as
 * it is printed. A channel is made when it is asked for and follows until its run ends. An app that forks its own
 * workers prints to its own terminal, and the lines of a run that has ended are only in its terminal: there that is shown.
 */
import * as vscode from 'vscode';
import { ClusterError } from '../core/clusterError';
import { baseName } from '../core/format';
import { logGone, RefusedError } from '../core/linkErrors';
import { unseenLines } from '../core/logText';
import type { Disposable, LogSource, RunGateway, StateSource } from '../core/ports';
import { findRun, rowId } from '../core/row';
import type { ClusterNode, ClusterState } from '../core/state';
import { exitSentence } from '../core/words';
import { parseLogResult } from '../shared/parsePrimaryMessage';
import type { LogLine, Notice } from '../shared/runInfo';
import { LogChannel } from './logChannel';

const { t } = vscode.l10n;

/** How many past lines are asked for. */
const LINES = 5000;

export interface LogViewOptions {
  readonly state: StateSource;
  readonly gateway: RunGateway;
  readonly logs: LogSource;
  /** Brings the terminal that runs the app to the front; resolves with whether there is one in this window. */
  readonly showTerminal: (runId: string) => Promise<boolean>;
}

export interface LogView extends Disposable {
  /** Shows the output of what a row stands for; rejects with a `ClusterError`. */
  showLog(node: ClusterNode): Promise<void>;
}

/** Creates the log view; it owns its channels. */
export function createLogView(options: LogViewOptions): LogView {
  return new LogChannels(options);
}

interface Followed {
  readonly runId: string;
  readonly channel: LogChannel;
  /** Absent where the channel is about the whole run. */
  readonly slot: number | undefined;
  /** Absent once the run has ended: the channel stays to be read. */
  following: Disposable | undefined;
  /** Which notices of the run it has told. */
  readonly told: Set<Notice['code']>;
}

class LogChannels implements LogView {
  private readonly options: LogViewOptions;
  private readonly followed = new Map<string, Followed>();
  private readonly subscription: Disposable;

  constructor(options: LogViewOptions) {
    this.options = options;
    this.subscription = options.state.onDidChange((now, before) => {
      this.tellExits(now, before);
      for (const followed of this.followed.values()) this.tellNotices(now, followed);
      this.closeEnded();
    });
  }

  async showLog(node: ClusterNode): Promise<void> {
    const key = rowId(node.kind === 'primary' ? { kind: 'run', runId: node.runId } : node);
    const known = this.followed.get(key);
    if (known) return known.channel.show();
    try {
      await this.open(key, node);
    } catch (error) {
      if (error instanceof RefusedError && error.refusal === 'notSupported') return this.showOwnOutput(key, node);
      if (error instanceof ClusterError && error.code === 'runGone') return this.showPastOutput(node, error);
      throw error;
    }
  }

  dispose(): void {
    this.subscription.dispose();
    for (const { channel, following } of this.followed.values()) {
      following?.dispose();
      channel.dispose();
    }
    this.followed.clear();
  }

  /** Follows first and fetches then, so that no line falls between the two. */
  private async open(key: string, node: ClusterNode): Promise<void> {
    const early: LogLine[] = [];
    let take = (lines: readonly LogLine[], _dropped: number): void => void early.push(...lines);
    const following = this.options.logs.follow(node.runId, (lines, dropped) => take(linesOf(node, lines), dropped));
    try {
      const fetched = await this.fetch(node);
      const channel = this.createChannel(key, node, following);
      if (fetched.length === 0 && early.length === 0)
        channel.note(t('Nothing was printed yet. Lines show as they come.'));
      channel.append(fetched);
      channel.append(unseenLines(fetched, early));
      take = (lines, dropped) => channel.append(lines, dropped);
      channel.show();
    } catch (error) {
      following.dispose();
      throw error;
    }
  }

  private async fetch(node: ClusterNode): Promise<readonly LogLine[]> {
    const worker = node.kind === 'worker' ? { worker: node.slot } : {};
    const result = await this.options.gateway.request(node.runId, { type: 'log', ...worker, lines: LINES });
    return parseLogResult(result) ?? [];
  }

  private createChannel(key: string, node: ClusterNode, following: Disposable | undefined): LogChannel {
    const channel = new LogChannel(this.nameOf(node), node.kind === 'worker' ? 'one' : 'all');
    const slot = node.kind === 'worker' ? node.slot : undefined;
    const followed: Followed = { runId: node.runId, channel, slot, following, told: new Set() };
    this.followed.set(key, followed);
    this.tellNotices(this.options.state.state, followed);
    return channel;
  }

  /** What tells channels apart comes first: the picker of channels cuts long names. */
  private nameOf(node: ClusterNode): string {
    const run = findRun(this.options.state.state, node.runId);
    const name = run ? baseName(run.info.entry) : node.runId;
    return `${name}${node.kind === 'worker' ? ` #${node.slot}` : ''} (Node Cluster)`;
  }

  private async showOwnOutput(key: string, node: ClusterNode): Promise<void> {
    if (await this.options.showTerminal(node.runId)) return;
    const channel = this.createChannel(key, node, undefined);
    channel.note(t('These workers print straight to the terminal in which the app was started. Look there.'));
    channel.show();
  }

  private async showPastOutput({ runId }: ClusterNode, reason: ClusterError): Promise<void> {
    if (await this.options.showTerminal(runId)) return;
    const run = findRun(this.options.state.state, runId);
    throw run ? logGone(t, run) : reason;
  }

  /** Says between the lines when a worker ended and why: what it printed last stands right before. */
  private tellExits(now: ClusterState, before: ClusterState): void {
    for (const { runId, channel, slot } of this.followed.values()) {
      const run = findRun(now, runId);
      const known = findRun(before, runId)?.seq ?? Number.POSITIVE_INFINITY;
      const entries = run?.history.filter(({ seq, exit }) => seq > known && exit) ?? [];
      for (const entry of entries) {
        if (!entry.exit || (slot !== undefined && entry.slot !== slot)) continue;
        channel.note(t('Worker {0} ended: {1}', entry.slot, exitSentence(t, entry.exit)));
      }
    }
  }

  /** Says in the log of a run, once, what its primary has noticed about it. */
  private tellNotices(state: ClusterState, { runId, slot, channel, told }: Followed): void {
    if (slot !== undefined) return;
    for (const { code, message } of findRun(state, runId)?.info.notices ?? []) {
      if (!told.has(code)) channel.note(message);
      told.add(code);
    }
  }

  private closeEnded(): void {
    for (const [key, followed] of this.followed) {
      const run = findRun(this.options.state.state, followed.runId);
      if (run && run.link !== 'ended') continue;
      this.close(key, followed, run === undefined);
    }
  }

  private close(key: string, followed: Followed, isDismissed: boolean): void {
    if (followed.following) followed.channel.note(t('The run has ended.'));
    followed.following?.dispose();
    followed.following = undefined;
    if (!isDismissed) return;
    followed.channel.dispose();
    this.followed.delete(key);
  }
}

const linesOf = (node: ClusterNode, lines: readonly LogLine[]): readonly LogLine[] =>
  node.kind === 'worker' ? lines.filter(({ slot }) => slot === node.slot) : lines;
