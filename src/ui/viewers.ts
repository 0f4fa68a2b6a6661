/**
 * Who has numbers on the screen: the tree, dashboards, the lines above an app's code. While nobody does, nothing is
 * measured; a moment of patience lets one go out of sight and the next come without a break in the numbers.
 * `extension.ts` makes the only one.
 */
import type { Disposable } from '../core/ports';

/** How long nobody must have looked, in milliseconds. */
const PATIENCE = 1000;

export class Viewers implements Disposable {
  private readonly onChange: (isActive: boolean) => void;
  private readonly patience: number;
  private readonly visible = new Set<unknown>();
  private isActive = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `onChange` is told when the first one begins and when the last one has ceased to look. */
  constructor(onChange: (isActive: boolean) => void, patience = PATIENCE) {
    this.onChange = onChange;
    this.patience = patience;
  }

  /** Says of a viewer, whatever stands for it, whether it is on the screen. */
  set(viewer: unknown, isVisible: boolean): void {
    if (isVisible) this.visible.add(viewer);
    else this.visible.delete(viewer);
    clearTimeout(this.timer);
    if (this.visible.size > 0) this.change(true);
    else this.timer = setTimeout(() => this.change(false), this.patience);
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private change(isActive: boolean): void {
    if (isActive === this.isActive) return;
    this.isActive = isActive;
    this.onChange(isActive);
  }
}
