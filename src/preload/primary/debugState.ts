/**
 * Whether a debugger is at one process, and whether it stands still there. A process that is paused looks as one whose
 * loop is blocked does; it is neither unresponsive nor to be ended by a time limit. Owned by its incarnation.
 */
import type { WorkerChange } from '../../shared/runInfo';
import type { WorkerPatch } from './roster';

/** Whether VS Code's debugger follows the processes that this one starts: each waits for it before its first line. */
export function isFollowed(): boolean {
  return Boolean(process.env.VSCODE_INSPECTOR_OPTIONS);
}

export class DebugState {
  /** How many debuggers are at it. */
  private attached = 0;
  private silent = false;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly write: (change: WorkerChange, patch: WorkerPatch) => void) {}

  get isAttached(): boolean {
    return this.attached > 0;
  }

  get isPaused(): boolean {
    return this.isAttached && this.silent;
  }

  attach(): void {
    this.attached++;
    if (this.attached === 1) this.write('debugged', { debugger: 'attached' });
  }

  detach(): void {
    if (!this.isAttached) return;
    this.attached--;
    if (this.isAttached) return;
    this.write('released', { debugger: undefined });
    this.goOn();
  }

  /** The process has not been heard of for a while. */
  fellSilent(): void {
    this.silent = true;
    this.write('paused', { debugger: 'paused' });
  }

  /** The process was heard. */
  spoke(): void {
    if (!this.isPaused) return;
    this.write('resumed', { debugger: 'attached' });
    this.goOn();
  }

  /** Calls back now, or once the process goes on; never if it ends before. */
  whenFree(then: () => void): void {
    if (this.isPaused) this.waiting.push(then);
    else then();
  }

  private goOn(): void {
    this.silent = false;
    for (const then of this.waiting.splice(0)) then();
  }
}
