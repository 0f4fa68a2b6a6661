/**
 * What of ours runs in the app's process is called by a timer, an event or a message: an error that left it would be the
 * app's uncaught exception, and end it.
 */

/** Makes a function that does the same and never throws; what it could not do is left undone. */
export function harmless<A extends readonly unknown[]>(act: (...args: A) => void): (...args: A) => void {
  return (...args) => {
    try {
      act(...args);
    } catch {
      // The app goes on as it would without us.
    }
  };
}
