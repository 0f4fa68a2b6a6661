/**
 * Whether two paths lead to the same place. A process names its files with every link followed, a window by the path that
 * it was opened with, and VS Code writes the drive of Windows in lower case. So paths are compared as they are written,
 * and where that fails as the disk has them. `extension.ts` makes the only one.
 */

export interface Paths {
  /** Whether both lead to the same file or folder. */
  isSame(path: string, other: string): boolean;
  /** Whether a path is a folder or lies in it. */
  isUnder(path: string, folder: string): boolean;
}

/** Compares by `canonical`, which answers the one path of a place, or the path that it is given where there is no place. */
export function comparePaths(canonical: (path: string) => string): Paths {
  return {
    isSame: (path, other) => path === other || canonical(path) === canonical(other),
    isUnder: (path, folder) => isBelow(path, folder) || isBelow(canonical(path), canonical(folder)),
  };
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`);
}
