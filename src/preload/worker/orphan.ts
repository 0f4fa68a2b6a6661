/**
 * No worker outlives its primary. Node ends an idle worker when its channel closes, but one that was disconnected in
 * order to drain would stay as long as its last connection: the probe ends it when the parent is gone.
 */

const LOOK_EVERY_MS = 500;

/** After the channel closed, ends the process as soon as it has another parent than before. */
export function exitWhenOrphaned(): void {
  const parent = process.ppid;
  process.once('disconnect', () => {
    const look = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(look);
      process.exit(0);
    }, LOOK_EVERY_MS);
    look.unref();
  });
}
