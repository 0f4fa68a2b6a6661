/**
 * What the stateless check finds: a place in a text that means something else with several workers than with one. The
 * rules are named here; `check/` finds, `words.ts` says, `ui/statelessDiagnostics.ts` shows.
 */

/** Every rule, by the name that a comment, a setting and the documentation know it by. */
export const RULES = [
  'session-store',
  'rate-limit',
  'shared-state',
  'local-cache',
  'repeated-job',
  'socket-sticky',
  'socket-broadcast',
  'exclusive-listen',
  'inspect-port',
  'no-shutdown',
  'old-names',
] as const;
export type RuleId = (typeof RULES)[number];

/** A replacement of a part of the text, by offsets. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Finding {
  readonly rule: RuleId;
  /** Offsets into the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** The name or the code that the words speak of. */
  readonly detail: string;
  /** What mends it; without one there is only the documentation. */
  readonly fix?: readonly Edit[];
}

/** Whether a text is the name of a rule. */
export function isRule(name: string): name is RuleId {
  return RULES.some((rule) => rule === name);
}
