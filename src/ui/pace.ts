/**
 * Calls a refresh soon for what is urgent and at most once a second for the rest. Each view owns its own.
 */
import type { Disposable } from '../core/ports';

/** Changes of state come in bursts: a reload touches several slots at once. */
const SOON = 80;
const CALM = 1000;

export class Pace implements Disposable {
  private readonly refresh: () => void;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private due = Number.POSITIVE_INFINITY;
  private last = 0;

  constructor(refresh: () => void) {
    this.refresh = refresh;
  }

  /** Something changed that a person waits for. */
  soon(): void {
    this.at(Date.now() + SOON);
  }

  /** Some number moved. */
  calmly(): void {
    this.at(Math.max(Date.now() + SOON, this.last + CALM));
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.due = Number.NEGATIVE_INFINITY;
  }

  private at(time: number): void {
    if (time >= this.due) return;
    clearTimeout(this.timer);
    this.due = time;
    this.timer = setTimeout(() => this.run(), time - Date.now());
  }

  private run(): void {
    this.due = Number.POSITIVE_INFINITY;
    this.last = Date.now();
    this.refresh();
  }
}
