/** A VS Code that cannot be had here, with the reason in words. The suites turn it into a visible skip, never a pass. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/**
 * Whether a missing VS Code is a failure and not a skip: in continuous integration on linux-x64 the server build is
 * always to be had, so there it must run.
 */
export function mustRun(): boolean {
  return process.env.CI === 'true' && process.platform === 'linux' && process.arch === 'x64';
}
