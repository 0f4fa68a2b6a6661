/** The stateless check as the rest of the extension knows it: what the bundle `dist/check.cjs` exports, and what comes out. */
import type { Finding } from './finding';
import type { ProjectFacts } from './projectFacts';

/** Finds what is wrong in one script; pure, and quick enough for the extension host below `LARGEST_TEXT`. */
export type CheckScript = (text: string, fileName: string, facts: ProjectFacts) => readonly Finding[];

/** What is found in a file, and how its project runs. */
export interface Verdict {
  readonly findings: readonly Finding[];
  readonly isClustered: boolean;
}

/** Checks files as they stand in an editor. */
export interface StatelessCheck {
  /** `file` is an absolute path, `text` what the editor has of it. Rejects only for faults of ours. */
  check(file: string, text: string): Promise<Verdict>;
  /** A file on the disk has changed: what is known of its project may be wrong. */
  forget(file: string): void;
}
