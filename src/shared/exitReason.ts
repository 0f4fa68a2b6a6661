/**
 * Tells why a worker ended, from everything that is known of its end: what we asked for, the code and the signal, the
 * error that the probe reported and the tail of stderr. The rules are a list, read from the surest to the weakest.
 */
import type { ErrorInfo, ExitReason } from './runInfo';

export interface ExitEvidence {
  /** Whether there was a process at all. */
  readonly started: boolean;
  readonly code: number | null;
  readonly signal: string | null;
  /** Whether we sent the signal or the order that ended it. */
  readonly asked: boolean;
  /** The uncaught error that ended it, as the probe reported it, and whether it came from a rejected promise. */
  readonly error?: ErrorInfo;
  readonly rejection?: boolean;
  /** Whether the probe announced an orderly exit; a worker that lost its channel cannot. */
  readonly announced: boolean;
  readonly online: boolean;
  /** The last lines of its stderr, where it is read. */
  readonly stderr: string;
}

/** How long an app may take to leave after an error that it handled: it logs, closes its server, and then exits. Milliseconds. */
const LEAVES_WITHIN_MS = 15_000;

const RULES: readonly (readonly [ExitReason, (evidence: ExitEvidence) => boolean])[] = [
  ['not started', ({ started }) => !started],
  ['killed by us', ({ asked }) => asked],
  ['port in use', ({ error }) => error?.code === 'EADDRINUSE'],
  ['module not found', ({ error }) => error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND'],
  ['syntax error', ({ error }) => error !== undefined && isSyntaxError(error)],
  ['unhandled rejection', ({ error, rejection }) => error !== undefined && rejection === true],
  ['uncaught error', ({ error }) => error !== undefined],
  // V8 prints this and aborts; the kernel's own out-of-memory killer sends SIGKILL and is not told apart from others.
  ['out of memory', ({ stderr }) => /JavaScript heap out of memory|Allocation failed/.test(stderr)],
  ['killed from outside', ({ signal }) => signal !== null],
  ['bad node option', ({ code, online }) => code === 9 && !online],
  ['lost channel', ({ code, announced, online }) => code === 0 && !announced && online],
  ['finished', ({ code }) => code === 0],
];

/** The reason that fits the evidence; `exit code` where the app itself chose to leave with an error code. */
export function exitReason(evidence: ExitEvidence): ExitReason {
  return RULES.find(([, fits]) => fits(evidence))?.[0] ?? 'exit code';
}

/**
 * Whether an uncaught error is what ended a process. An app may handle one and live on: such an error ends it only where
 * the app itself leaves soon, with an error code or by abort().
 * @param age how long before the end it was thrown, in milliseconds
 */
export function isCause(age: number, { code, signal }: Pick<ExitEvidence, 'code' | 'signal'>): boolean {
  const mayBe = signal === null ? code !== 0 : signal === 'SIGABRT';
  return mayBe && age < LEAVES_WITHIN_MS;
}

/** A SyntaxError of a file being loaded, not one that `JSON.parse` threw at run time: the stack opens with its place. */
function isSyntaxError(error: ErrorInfo): boolean {
  return error.name === 'SyntaxError' && !/^SyntaxError/.test(error.stack);
}

/** Whether trying again cannot help: the same file would fail in the same way. */
export function isHopeless(reason: ExitReason): boolean {
  return reason === 'syntax error' || reason === 'module not found' || reason === 'bad node option';
}
