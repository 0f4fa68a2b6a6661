/**
 * What one process writes into its slot's row. While a replacement waits to take over, or once it was replaced, another
 * process is shown there: what happens to this one is only remembered.
 */
import type { WorkerChange } from '../../shared/runInfo';
import type { Roster, WorkerPatch } from './roster';

export class SlotRow {
  private content: WorkerPatch = { state: 'forking', addresses: [] };

  constructor(
    private readonly roster: Roster,
    private readonly slot: number,
    private shown: boolean,
  ) {}

  /** Changes the row. */
  write(change: WorkerChange, patch: WorkerPatch): void {
    this.content = { ...this.content, ...patch };
    if (this.shown) this.roster.change(this.slot, change, patch);
  }

  /** Takes the row over from the process before. */
  show(process: { readonly pid: number; readonly forkedAt: number }): void {
    this.shown = true;
    const before = { nextForkAt: undefined, debugger: undefined };
    this.roster.change(this.slot, 'replaced', { ...process, ...before, ...this.content });
  }

  /** Leaves the row to the replacement. */
  hide(): void {
    this.shown = false;
  }
}
