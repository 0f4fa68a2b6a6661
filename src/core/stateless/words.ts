/**
 * What the findings of the stateless check say to a person, and how loudly. In a project that does not fork yet nothing is
 * broken, so there a finding informs or merely hints; where workers are forked it may warn.
 */
import type { Translate } from '../translate';
import type { Finding, RuleId } from './finding';

export type Severity = 'warning' | 'information' | 'hint';

interface Words {
  /** What it is about, in a list. */
  readonly title: (t: Translate) => string;
  /** In a project of one process, and in one that forks. */
  readonly severity: { readonly alone: Severity; readonly clustered: Severity };
  readonly message: (t: Translate, detail: string) => string;
  /** The title of what mends it. */
  readonly fix?: (t: Translate) => string;
}

const WORDS: Readonly<Record<RuleId, Words>> = {
  'session-store': {
    title: (t) => t('Sessions in the memory of one worker'),
    severity: { alone: 'information', clustered: 'warning' },
    message: (t) =>
      t(
        'These sessions are in the memory of one worker: a request that another worker gets finds none. Keep them in a store that all share, such as Redis.',
      ),
    fix: (t) => t('Keep Sessions in Redis (connect-redis)'),
  },
  'rate-limit': {
    title: (t) => t('Rate limits that each worker counts for itself'),
    severity: { alone: 'hint', clustered: 'information' },
    message: (t, detail) =>
      t(
        '{0} counts in the memory of each worker: with N workers a client may ask up to N times as often. Give it a store that all share.',
        detail,
      ),
  },
  'shared-state': {
    title: (t) => t('Variables that requests change'),
    severity: { alone: 'hint', clustered: 'information' },
    message: (t, detail) =>
      t(
        'Each worker has a "{0}" of its own: what one request changes here, another request may not see. Keep it in a database or in Redis.',
        detail,
      ),
  },
  'local-cache': {
    title: (t) => t('Caches that one worker alone empties'),
    severity: { alone: 'hint', clustered: 'information' },
    message: (t, detail) =>
      t(
        'This drops the entry of "{0}" in one worker only: the others go on serving theirs. Let entries expire soon, or share the cache.',
        detail,
      ),
  },
  'repeated-job': {
    title: (t) => t('Jobs that every worker would run'),
    severity: { alone: 'information', clustered: 'warning' },
    message: (t, detail) =>
      t('Every worker runs this ({0}): with N workers it happens N times. Let one worker do it.', detail),
    fix: (t) => t('Run It in the First Worker Only'),
  },
  'socket-sticky': {
    title: (t) => t('socket.io without sticky sessions'),
    severity: { alone: 'information', clustered: 'warning' },
    message: (t) =>
      t(
        'A socket.io client starts with several HTTP requests that must all reach the same worker. With several workers it needs sticky sessions, or WebSockets from the start.',
      ),
  },
  'socket-broadcast': {
    title: (t) => t('Rooms and broadcasts without an adapter'),
    severity: { alone: 'information', clustered: 'warning' },
    message: (t, detail) =>
      t(
        '{0} reaches only the clients of the same worker. With several workers, rooms and broadcasts need an adapter that passes them on to the others.',
        detail,
      ),
  },
  'exclusive-listen': {
    title: (t) => t('Ports that are not shared'),
    severity: { alone: 'information', clustered: 'warning' },
    message: (t) => t('With "exclusive" workers do not share the port: all but one of them fail with EADDRINUSE.'),
    fix: (t) => t('Share the Port: Remove "exclusive"'),
  },
  'inspect-port': {
    title: (t) => t('Scripts with a fixed port for the debugger'),
    severity: { alone: 'hint', clustered: 'information' },
    message: (t, detail) =>
      t(
        'With several workers the port of {0} is that of the primary, which runs none of your code; the workers get the following ports.',
        detail,
      ),
    fix: (t) => t('Remove It from the Script'),
  },
  'no-shutdown': {
    title: (t) => t('Servers that do not finish their requests'),
    severity: { alone: 'hint', clustered: 'hint' },
    message: (t) =>
      t(
        'Nothing in this project finishes the requests in progress when a worker is asked to end (SIGTERM). Node Cluster does it for its own runs; in production it is up to the app.',
      ),
  },
  'old-names': {
    title: (t) => t('Old names of node:cluster'),
    severity: { alone: 'hint', clustered: 'hint' },
    message: (t, detail) => t('"{0}" is the old name, deprecated since Node 16.', detail),
    fix: (t) => t("Use Today's Name"),
  },
};

/** The sentence of a finding. */
export function findingMessage(t: Translate, { rule, detail }: Finding): string {
  return WORDS[rule].message(t, detail);
}

/** A rule in a list of rules. */
export function ruleTitle(t: Translate, rule: RuleId): string {
  return WORDS[rule].title(t);
}

/** The title of a finding's fix. */
export function fixTitle(t: Translate, rule: RuleId): string {
  return WORDS[rule].fix?.(t) ?? rule;
}

/** How loudly a rule speaks. */
export function severityOf(rule: RuleId, { isClustered }: { readonly isClustered: boolean }): Severity {
  const { alone, clustered } = WORDS[rule].severity;
  return isClustered ? clustered : alone;
}
