/**
 * The one path of a file or folder that several lead to: links are followed, and the drive of Windows is in upper case,
 * as processes have it. Paths are compared often and links change seldom, so answers are kept for a moment.
 */
import { realpathSync } from 'node:fs';
import type { Clock } from '../core/ports';

/** How long an answer may be old, milliseconds. */
const KEPT_FOR = 10_000;

/** Makes the function, with a memory of its own; it answers the path that it is given where nothing is found there. */
export function createCanonicalPath(now: Clock): (path: string) => string {
  const known = new Map<string, string>();
  let since = now();
  return (path) => {
    if (now() - since > KEPT_FOR) {
      known.clear();
      since = now();
    }
    const answer = known.get(path) ?? canonicalPath(path);
    known.set(path, answer);
    return answer;
  };
}

function canonicalPath(path: string): string {
  return realPath(path).replace(/^[a-z]:(?=[\\/])/, (drive) => drive.toUpperCase());
}

function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    // Nothing is there any more, or the volume does not tell, as RAM disks of Windows do not.
    return path;
  }
}
