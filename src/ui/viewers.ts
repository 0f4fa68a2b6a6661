/**
 * Who has numbers on the screen: the tree, dashboards, the lines above an app's code. While nobody does, nothing is
 * measured. `extension.ts` makes the only one.
 */
export class Viewers {
  private readonly onChange: (isActive: boolean) => void;
  private readonly visible = new Set<unknown>();

  /** `onChange` is told when the first one begins and when the last one ceases to look. */
  constructor(onChange: (isActive: boolean) => void) {
    this.onChange = onChange;
  }

  /** Says of a viewer, whatever stands for it, whether it is on the screen. */
  set(viewer: unknown, isVisible: boolean): void {
    const wasActive = this.visible.size > 0;
    if (isVisible) this.visible.add(viewer);
    else this.visible.delete(viewer);
    const isActive = this.visible.size > 0;
    if (isActive !== wasActive) this.onChange(isActive);
  }
}
