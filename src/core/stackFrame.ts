/**
 * One frame of a stack as a person reads it, and which of them is the place to look at: not Node's own code and not our
 * probe's, and the app's before a package's.
 */

export interface StackFrame {
  /** Empty for a function without a name. */
  readonly name: string;
  /** What V8 calls the script: a path, `node:fs`, or nothing for code that was evaluated. */
  readonly script: string;
  /** The file that was written, absolute; absent for what is not in a file. */
  readonly file?: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** The frames without ours. */
export function withoutProbe(frames: readonly StackFrame[]): readonly StackFrame[] {
  return frames.filter(({ script }) => !/[\\/]probe\.cjs$/.test(script));
}

/** The innermost frame of the app, else of a package; nothing where only Node itself runs. */
export function placeToLookAt(frames: readonly StackFrame[]): StackFrame | undefined {
  const inFiles = frames.filter(({ file }) => file !== undefined);
  return inFiles.find((frame) => !isPackage(frame)) ?? inFiles[0];
}

function isPackage({ file = '' }: StackFrame): boolean {
  return /[\\/]node_modules[\\/]/.test(file);
}
