/**
 * The registry of everything that can go wrong in front of a person. A code is stable: the log shows it, the documentation's
 * troubleshooting table is keyed by it. The texts say what happened (`message`) and what to do (`hint`); `action` names
 * the button that does it. `ui/notify.ts` alone shows them.
 */
export const ERROR_CODES = [
  'noWorkspace',
  'untrusted',
  'virtualWorkspace',
  'entryMissing',
  'entryIsFolder',
  'entryNotRunnable',
  'noEntryFound',
  'badWorkers',
  'badSeconds',
  'badSetting',
  'badTask',
  'nodeNotFound',
  'nodeTooOld',
  'noTypeScriptLoader',
  'otherRuntime',
  'alreadyRunning',
  'noCheckIn',
  'endedEarly',
  'stillStopping',
  'noRuns',
  'noWorkers',
  'noPort',
  'runGone',
  'reloadFailed',
  'notLoopback',
  'measureFailed',
  'measuring',
  'notStarted',
  'portTaken',
  'exclusivePort',
  'pausedWorker',
  'neverForked',
  'selfClustered',
  'noReusePort',
  'pm2Failed',
  'badEcosystem',
  'notStuck',
  'notInterruptible',
  'lookFailed',
  'stickyRefused',
  'refused',
  'linkBroken',
  'sampleExists',
  'fileFailed',
  'unexpected',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** How loudly a message is shown: something failed, something is other than asked for, or it is only an answer. */
export type Severity = 'error' | 'warning' | 'information';

const MILDER: { readonly [C in ErrorCode]?: Severity } = {
  neverForked: 'warning',
  pausedWorker: 'warning',
  noReusePort: 'warning',
  stickyRefused: 'warning',
  stillStopping: 'warning',
  measuring: 'information',
  noRuns: 'information',
  notStuck: 'information',
};

/** How loudly an error of this code is shown; a command that it ends still rejects with it. */
export const severityOf = (code: ErrorCode): Severity => MILDER[code] ?? 'error';

/** A button under a message: a command of VS Code or ours, with its arguments. */
export interface ErrorAction {
  readonly title: string;
  readonly command: string;
  readonly args?: readonly unknown[];
}

export class ClusterError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly action: ErrorAction | undefined;

  constructor(code: ErrorCode, message: string, hint: string, action?: ErrorAction) {
    super(message);
    this.name = 'ClusterError';
    this.code = code;
    this.hint = hint;
    this.action = action;
  }
}
