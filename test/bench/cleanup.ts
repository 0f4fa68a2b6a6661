/**
 * What has to be undone when the benchmark ends, however it ends: processes, daemons, folders. Each part adds what it
 * has made and takes it back when it has undone it itself; Ctrl+C undoes the rest, the latest first.
 */
export type Undo = () => Promise<void> | void;

export class Cleanup {
  private readonly pending = new Set<Undo>();

  /** Notes how to undo something; the answer does it, once, and forgets it. */
  add(undo: Undo): () => Promise<void> {
    this.pending.add(undo);
    return async () => {
      if (this.pending.delete(undo)) await undo();
    };
  }

  /** Undoes everything that is left. What fails does not keep the rest from being undone. */
  async run(): Promise<void> {
    for (const undo of [...this.pending].reverse()) {
      this.pending.delete(undo);
      try {
        await undo();
      } catch (error) {
        console.error('while cleaning up:', error);
      }
    }
  }
}
