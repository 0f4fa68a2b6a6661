/**
 * How the run directory and the files in it are named. The preload writes by these names and the extension looks for
 * the same ones. Their contents are typed here and checked in parseRunRecord.ts.
 */

/** The run directory's name below the system's folder for temporary files: one per user, so nobody shares one. */
export function runDirectoryName(userId: string | number): string {
  return `node-cluster-${userId}`;
}

/** The name of a primary's record inside the run directory. */
export function recordFileName(pid: number): string {
  return `${pid}.json`;
}

/** The folder inside the run directory in which a run's workers have their private endpoints. */
export function peerFolderName(pid: number): string {
  return `${pid}.peers`;
}

/** The pid that a file of the run directory is about, or nothing when it is no record. */
export function pidOfRecordFile(name: string): number | undefined {
  const digits = /^([1-9]\d{0,9})\.json$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** What a run leaves in the run directory, so that it is found again: `<primary pid>.json`. */
export interface RunRecord {
  readonly pid: number;
  readonly endpoint: string;
  readonly token: string;
  readonly entry: string;
  readonly cwd: string;
  readonly startedAt: number;
  readonly protocol: number;
  readonly workers: readonly number[];
  /** When each of `workers` was forked, epoch milliseconds, in the same order: guards against a pid used anew. */
  readonly forkedAt: readonly number[];
}
