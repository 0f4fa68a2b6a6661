/**
 * Follows the debugger inside the extension host of a test: the sessions that there are and what they say. Only for the
 * host suite, since it needs `vscode`.
 */
import * as vscode from 'vscode';
import { eventually } from './vscode/eventually';

/** A session that stands still. */
export interface Stop {
  readonly session: vscode.DebugSession;
  readonly threadId: number;
  readonly reason: string;
}

interface Event {
  readonly type: string;
  readonly event?: string;
  readonly body?: { readonly threadId: number; readonly reason: string };
}

export class DebugWatch implements vscode.Disposable {
  readonly sessions = new Set<vscode.DebugSession>();
  readonly stops = new Map<string, Stop>();
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor() {
    this.subscriptions = [
      vscode.debug.onDidStartDebugSession((session) => this.sessions.add(session)),
      vscode.debug.onDidTerminateDebugSession((session) => {
        this.sessions.delete(session);
        this.stops.delete(session.id);
      }),
      vscode.debug.registerDebugAdapterTrackerFactory('*', {
        createDebugAdapterTracker: (session) => ({ onDidSendMessage: (message) => this.hear(session, message) }),
      }),
    ];
  }

  /** Waits until so many sessions stand still. */
  async untilStopped(count: number): Promise<Stop[]> {
    return eventually(`${count} stops`, () => (this.stops.size === count ? [...this.stops.values()] : undefined));
  }

  /** Waits until all sessions are over. */
  async untilOver(): Promise<void> {
    await eventually('the end of all sessions', () => this.sessions.size === 0 || undefined);
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private hear(session: vscode.DebugSession, { type, event, body }: Event): void {
    if (type !== 'event') return;
    if (event === 'stopped' && body) this.stops.set(session.id, { session, ...body });
    if (event === 'continued') this.stops.delete(session.id);
  }
}

/** Where a session stands: `server.js:12`. */
export async function placeOf({ session, threadId }: Stop): Promise<string> {
  const { stackFrames } = await session.customRequest('stackTrace', { threadId, startFrame: 0, levels: 1 });
  return `${stackFrames[0].source.name}:${stackFrames[0].line}`;
}

/** Lets a session go on. */
export async function goOn({ session, threadId }: Stop): Promise<void> {
  await session.customRequest('continue', { threadId });
}

/** Sets a breakpoint; the caller takes it away. */
export function breakAt(file: vscode.Uri, line: number): vscode.SourceBreakpoint {
  const at = new vscode.Location(file, new vscode.Position(line - 1, 0));
  const breakpoint = new vscode.SourceBreakpoint(at);
  vscode.debug.addBreakpoints([breakpoint]);
  return breakpoint;
}
