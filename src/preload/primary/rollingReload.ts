/**
 * Replaces the workers of a run one by one without losing a request: a new process is ready before the old one is told
 * to drain, and the next slot waits until the old one is gone. A new process that does not become ready is ended and
 * the reload stops there: the old ones keep serving. Asked for again while it runs, it starts over once it is through.
 */
import type { ExitInfo, ReloadInfo } from '../../shared/runInfo';
import type { Roster } from './roster';

/** The slots as the reload needs them; the supervisor and the observer each have their way. */
export interface ReloadTarget {
  /** The slots that have a process now. */
  slots(): number[];
  /** Replaces the process of a slot; resolves when the old one is gone, or with how the new one failed. */
  replace(slot: number): Promise<Replacement>;
}

export type Replacement = 'replaced' | 'gone' | { readonly failed: ExitInfo | undefined };

export class RollingReload {
  private running = false;
  private again = false;

  constructor(
    private readonly roster: Roster,
    private readonly target: ReloadTarget,
  ) {}

  /** Starts a reload, or marks the running one to be followed by another. */
  request(): void {
    this.again = true;
    if (!this.running) void this.run();
  }

  /** Gives up a reload that is under way, and what was to follow it, since the run stops. */
  abort(): void {
    this.again = false;
    const { reload } = this.roster.run;
    if (reload?.state === 'running') this.roster.changeRun({ reload: { ...reload, state: 'aborted' } });
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.again) {
      this.again = false;
      await this.once();
    }
    this.running = false;
    if (this.roster.run.state === 'reloading') this.roster.changeRun({ state: 'running' });
  }

  private async once(): Promise<void> {
    const slots = this.target.slots();
    let reload: ReloadInfo = { state: 'running', startedAt: Date.now(), replaced: 0, of: slots.length };
    this.roster.changeRun({ state: 'reloading', reload });
    for (const slot of slots) {
      const result = await this.target.replace(slot);
      if (this.roster.run.state !== 'reloading') return;
      if (typeof result === 'object') {
        this.again = false;
        const exit = result.failed;
        return this.roster.changeRun({ reload: { ...reload, state: 'failed', ...(exit && { exit }) } });
      }
      reload = { ...reload, replaced: reload.replaced + 1 };
      this.roster.changeRun({ reload });
    }
    this.roster.changeRun({ reload: { ...reload, state: 'done' } });
  }
}
