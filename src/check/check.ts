/**
 * The stateless check: reads one script and finds what means something else with several workers than with one. A bundle
 * of its own, since a parser is as large as the whole extension; `host/statelessCheck.ts` loads it when it is first needed.
 */
import type { Finding, RuleId } from '../core/stateless/finding';
import type { ProjectFacts } from '../core/stateless/projectFacts';
import { isSilenced } from '../core/stateless/silence';
import { findExclusiveListen } from './rules/exclusiveListen';
import { findLocalCaches } from './rules/localCache';
import { findNoShutdown } from './rules/noShutdown';
import { findOldNames } from './rules/oldNames';
import { findRateLimits } from './rules/rateLimit';
import { findRepeatedJobs } from './rules/repeatedJob';
import { findSessionStores } from './rules/sessionStore';
import { findSharedState } from './rules/sharedState';
import { findSocketBroadcasts } from './rules/socketBroadcast';
import { findSocketSticky } from './rules/socketSticky';
import { Script } from './script';

/** What every rule is: from a script, and what is known of its project, to its findings. */
type Rule = (script: Script, facts: ProjectFacts) => readonly Finding[];

const SCRIPT_RULES: Readonly<Record<Exclude<RuleId, 'inspect-port'>, Rule>> = {
  'session-store': findSessionStores,
  'rate-limit': findRateLimits,
  'shared-state': findSharedState,
  'local-cache': findLocalCaches,
  'repeated-job': findRepeatedJobs,
  'socket-sticky': findSocketSticky,
  'socket-broadcast': findSocketBroadcasts,
  'exclusive-listen': findExclusiveListen,
  'no-shutdown': findNoShutdown,
  'old-names': findOldNames,
};

/** The findings of one script, in the order of its text. Never throws for what the text says. */
export function checkScript(text: string, fileName: string, facts: ProjectFacts): readonly Finding[] {
  const script = Script.read(text, fileName);
  if (!script) return [];
  return Object.values(SCRIPT_RULES)
    .flatMap((rule) => rule(script, facts))
    .filter(({ rule, start }) => !isSilenced(rule, lineAt(text, start), script.comments))
    .sort((left, right) => left.start - right.start);
}

/** From 1. */
function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
