/**
 * One output channel that shows the output of a run or of one of its workers. It takes lines at any speed and hands
 * them to VS Code in bounded portions; what comes faster than that for long is left out, and the channel says so.
 */
import * as vscode from 'vscode';
import { logText } from '../core/logText';
import type { Disposable } from '../core/ports';
import type { LogLine } from '../shared/runInfo';

const { t } = vscode.l10n;

/** How often lines are handed over, in milliseconds, how many at once, and how many may wait. */
const TICK = 50;
const PORTION = 1000;
const BACKLOG = 20_000;

export class LogChannel implements Disposable {
  private readonly channel: vscode.OutputChannel;
  private readonly among: 'all' | 'one';
  private waiting: string[] = [];
  private dropped = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(name: string, among: 'all' | 'one') {
    this.channel = vscode.window.createOutputChannel(name);
    this.among = among;
  }

  /** Shows lines of output; `dropped` counts those that were lost before them. */
  append(lines: readonly LogLine[], dropped = 0): void {
    this.dropped += dropped;
    for (const line of lines) this.waiting.push(logText(line, this.among));
    const tooMany = Math.max(0, this.waiting.length - BACKLOG);
    this.dropped += tooMany;
    if (tooMany > 0) this.waiting.splice(0, tooMany);
    this.timer ??= setTimeout(() => this.handOver(), TICK);
  }

  /** Says something about the log itself. */
  note(message: string): void {
    this.waiting.push(`[Node Cluster] ${message}`);
    this.timer ??= setTimeout(() => this.handOver(), TICK);
  }

  show(): void {
    this.channel.show(true);
  }

  clear(): void {
    this.waiting = [];
    this.channel.clear();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.channel.dispose();
  }

  private handOver(): void {
    const portion = this.waiting.splice(0, PORTION);
    if (this.dropped > 0) portion.unshift(`[Node Cluster] ${t('{0} lines were left out', this.dropped)}`);
    this.dropped = 0;
    if (portion.length > 0) this.channel.append(`${portion.join('\n')}\n`);
    this.timer = this.waiting.length > 0 ? setTimeout(() => this.handOver(), TICK) : undefined;
  }
}
