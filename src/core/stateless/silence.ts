/**
 * How a person silences the check in a text: `node-cluster-ignore` in a comment on the line or on the one above it, with
 * the names of rules or with none for all; `node-cluster-ignore-file` anywhere for the whole file.
 */
import type { Finding, RuleId } from './finding';

export interface Comment {
  readonly value: string;
  /** The lines that it stands on, from 1. */
  readonly firstLine: number;
  readonly lastLine: number;
}

const DIRECTIVE = /^[\s*]*node-cluster-ignore(-file)?(?=[\s:]|$)[\s:]*([\w-]+(?:[\s,]+[\w-]+)*)?/;

/** Whether the comments silence a rule on a line. */
export function isSilenced(rule: RuleId, line: number, comments: readonly Comment[]): boolean {
  return comments.some(({ value, firstLine, lastLine }) => {
    const [match, wholeFile, names] = DIRECTIVE.exec(value) ?? [];
    if (match === undefined) return false;
    const isMeant = names === undefined || names.split(/[\s,]+/).includes(rule);
    return isMeant && (wholeFile !== undefined || (line >= firstLine && line <= lastLine + 1));
  });
}

/** The comment that silences a finding, for the line above it. */
export function silencingComment({ rule }: Finding): string {
  return `// node-cluster-ignore ${rule}`;
}
