/**
 * States, modes and reasons in the words that a person reads. Each table is keyed by the closed union it explains, so
 * the compiler finds the state that has no word.
 */
import {
  type ErrorInfo,
  type ExitInfo,
  type ExitReason,
  READY_WITHIN_MS,
  type RunInfo,
  type RunMode,
  type RunState,
  type WorkerInfo,
  type WorkerState,
} from '../shared/runInfo';
import { baseName, duration } from './format';
import type { Translate } from './translate';

/** A worker's state. */
export function workerStateWord(t: Translate, state: WorkerState): string {
  const words: Record<WorkerState, string> = {
    forking: t('forking'),
    online: t('online'),
    listening: t('listening'),
    unresponsive: t('unresponsive'),
    draining: t('draining'),
    exited: t('exited'),
    'backing off': t('backing off'),
    'crash looping': t('crash looping'),
    stopped: t('stopped'),
    finished: t('finished'),
  };
  return words[state];
}

/** Whether a debugger is at a worker, and holds it; nothing where there is none. */
export function debuggerWord(t: Translate, { debugger: debugs }: WorkerInfo): string | undefined {
  if (debugs === undefined) return undefined;
  return debugs === 'paused' ? t('paused in the debugger') : t('debugging');
}

/** A run's state. */
export function runStateWord(t: Translate, state: RunState): string {
  const words: Record<RunState, string> = {
    starting: t('starting'),
    running: t('running'),
    reloading: t('reloading'),
    stopping: t('stopping'),
    ended: t('ended'),
  };
  return words[state];
}

/** A run's mode. */
export function modeWord(t: Translate, mode: RunMode): string {
  return mode === 'supervise' ? t('supervise') : t('observe');
}

/** Why a run is in its mode. */
export function modeReason(t: Translate, { modeReason: { code, detail } }: RunInfo): string {
  switch (code) {
    case 'asked':
      return t('as asked');
    case 'plain':
      return t('the app forks no workers itself');
    case 'forks':
      return detail ? t('the app forks its own workers: {0}', detail) : t('the app forks its own workers');
    case 'library':
      return detail ? t('{0} forks the workers', detail) : t('a library forks the workers');
  }
}

/** How connections reach the workers, where it is not Node's usual way. */
export function schedulingPhrase(t: Translate, { scheduling }: RunInfo): string | undefined {
  if (scheduling === 'os') return t('taken from one socket, as the operating system wakes the workers');
  if (scheduling === 'reusePort') return t('dealt out by the operating system to a socket of each worker');
  return undefined;
}

/** What sticky sessions go by, where they are on. */
export function stickyPhrase(t: Translate, { sticky }: RunInfo): string | undefined {
  if (sticky === 'socket.io') return t('sessions of socket.io');
  return sticky && t('sessions of socket.io, and each browser by a cookie');
}

/** Why a worker ended. */
export function exitReasonWord(t: Translate, reason: ExitReason): string {
  const words: Record<ExitReason, string> = {
    'not started': t('could not be started'),
    'uncaught error': t('uncaught error'),
    'unhandled rejection': t('unhandled rejection'),
    'syntax error': t('syntax error'),
    'module not found': t('module not found'),
    'out of memory': t('out of memory'),
    'killed by us': t('killed from here'),
    'killed from outside': t('killed from outside'),
    'bad node option': t('bad Node.js option'),
    'port in use': t('port in use'),
    'exit code': t('exit code'),
    'lost channel': t('lost its channel'),
    finished: t('finished'),
  };
  return words[reason];
}

/** `uncaught error, code 1, after 3 s` */
export function exitSentence(t: Translate, exit: ExitInfo): string {
  return [exitReasonWord(t, exit.reason), exitStatus(t, exit), t('after {0}', duration(t, exit.uptime))]
    .filter((part) => part !== '')
    .join(', ');
}

function exitStatus(t: Translate, { signal, code }: ExitInfo): string {
  if (signal !== null) return signal;
  return code === null ? '' : t('code {0}', code);
}

/** How the latest reload goes, or why it stopped; nothing once it is done. */
export function reloadPhrase(t: Translate, { reload }: RunInfo): string | undefined {
  if (reload?.state === 'running') return t('reloading {0}/{1}', reload.replaced, reload.of);
  if (reload?.state !== 'failed') return undefined;
  const { exit } = reload;
  if (exit?.error) return t('reload failed: {0}', errorLine(exit.error));
  return t('reload failed: {0}', exit ? exitSentence(t, exit) : tooSlow(t));
}

/** Why a new worker was given up that had not ended. */
export function tooSlow(t: Translate): string {
  return t('not ready within {0}', duration(t, READY_WITHIN_MS));
}

/** What a row says of a crash: `port 3000 in use`, or the error in one line; nothing where there was no error. */
export function crashLine(t: Translate, exit: ExitInfo | undefined): string | undefined {
  if (!exit?.error) return undefined;
  if (exit.reason !== 'port in use') return errorLine(exit.error);
  const port = portOfExit(exit);
  return port === undefined ? t('port in use') : t('port {0} in use', port);
}

/** The port that a process could not have: Node ends its message with it, after the address or the word `null`. */
export function portOfExit({ reason, error }: ExitInfo): number | undefined {
  const port = reason === 'port in use' ? /:(\d+)$/.exec(error?.message ?? '')?.[1] : undefined;
  return port === undefined ? undefined : Number(port);
}

/** `TypeError: x is not a function (server.js:12)`, in one line. */
export function errorLine(error: ErrorInfo): string {
  const { file, line } = error;
  const place = file === undefined ? '' : ` (${baseName(file)}${line === undefined ? '' : `:${line}`})`;
  return `${errorHead(error)}${place}`;
}

/** `TypeError: x is not a function`, in one line. */
export function errorHead({ name, message }: ErrorInfo): string {
  const head = `${name}: ${message}`.split('\n', 1)[0] ?? name;
  return head.length > 160 ? `${head.slice(0, 159)}…` : head;
}
