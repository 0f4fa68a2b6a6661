/**
 * The shape that each part of runInfo.ts must have before it may touch the state. The primary is the user's process: what
 * it says is checked like any input, to the last field.
 */
import {
  type ErrorInfo,
  type ExitInfo,
  type ExitReason,
  type HistoryEntry,
  type ListeningAddress,
  type LogLine,
  MAX_WORKERS,
  type ModeReason,
  type Notice,
  type ReloadInfo,
  type RunInfo,
  type RunMode,
  type RunState,
  type Sample,
  type Scheduling,
  type StickyMode,
  WORKER_STATES,
  type WorkerChange,
  type WorkerInfo,
} from './runInfo';
import { flag, integer, listOf, nullable, number, objectOf, oneOf, optional, type Shape, text } from './shape';

/** Lists a union's words; the compiler finds the one that is missing or too many. */
export const wordsOf = <T extends string>(words: Record<T, true>): Shape => oneOf(Object.keys(words));

const pid = integer({ min: 1 });
const slot = integer({ min: 1, max: MAX_WORKERS });
export const count = integer({ min: 0 });
export const time = number({ min: 0 });
const amount = number();
const texts = listOf(text(), 10_000);
const amounts = listOf(amount, 10_000);

const MODES = wordsOf<RunMode>({ supervise: true, observe: true });
const SCHEDULINGS = wordsOf<Scheduling>({ roundRobin: true, os: true, reusePort: true });
const STICKY_MODES = wordsOf<StickyMode>({ 'socket.io': true, cookie: true });
const RUN_STATES = wordsOf<RunState>({ starting: true, running: true, reloading: true, stopping: true, ended: true });
const REASONS = wordsOf<ModeReason['code']>({ asked: true, plain: true, forks: true, library: true });
const NOTICES = wordsOf<Notice['code']>({
  badParameter: true,
  neverForked: true,
  selfClustered: true,
  noReusePort: true,
  leftToApp: true,
  stickyRefused: true,
  notStarted: true,
  portTaken: true,
  exclusivePort: true,
  memoryLimit: true,
  fileWatcher: true,
  pausedWorker: true,
  noRescue: true,
});
const EXIT_REASONS = wordsOf<ExitReason>({
  'not started': true,
  'uncaught error': true,
  'unhandled rejection': true,
  'syntax error': true,
  'module not found': true,
  'out of memory': true,
  'killed by us': true,
  'killed from outside': true,
  'bad node option': true,
  'port in use': true,
  'exit code': true,
  'lost channel': true,
  finished: true,
});
export const CHANGES = wordsOf<WorkerChange>({
  forked: true,
  online: true,
  listening: true,
  unresponsive: true,
  responsive: true,
  debugged: true,
  paused: true,
  resumed: true,
  released: true,
  replaced: true,
  draining: true,
  exited: true,
  'backing off': true,
  'crash looping': true,
  stopped: true,
  finished: true,
  removed: true,
});

const MODE_REASON = objectOf<ModeReason>({ code: REASONS, detail: optional(text()) });
const NOTICE = objectOf<Notice>({ code: NOTICES, message: text(), at: time });
const ADDRESS = objectOf<ListeningAddress>({
  port: optional(integer({ min: 0, max: 65_535 })),
  host: optional(text()),
  path: optional(text()),
  udp: optional(flag),
  tls: optional(flag),
});
const ERROR = objectOf<ErrorInfo>({
  name: text(),
  message: text(),
  stack: text(),
  code: optional(text()),
  file: optional(text()),
  line: optional(count),
  column: optional(count),
});
const EXIT = objectOf<ExitInfo>({
  at: time,
  pid: optional(pid),
  code: nullable(integer()),
  signal: nullable(text()),
  reason: EXIT_REASONS,
  uptime: amount,
  error: optional(ERROR),
});
const RELOAD = objectOf<ReloadInfo>({
  state: oneOf(['running', 'done', 'failed', 'aborted']),
  startedAt: time,
  replaced: count,
  of: count,
  exit: optional(EXIT),
});
export const RUN = objectOf<RunInfo>({
  id: text({ min: 1, max: 1024 }),
  pid,
  entry: text({ min: 1 }),
  args: texts,
  cwd: text(),
  mode: MODES,
  modeReason: MODE_REASON,
  scheduling: optional(SCHEDULINGS),
  sticky: optional(STICKY_MODES),
  stopTimeout: optional(time),
  state: RUN_STATES,
  target: count,
  startedAt: time,
  node: text(),
  notices: listOf(NOTICE, 10_000),
  reload: optional(RELOAD),
});

export const WORKER = objectOf<WorkerInfo>({
  slot,
  state: oneOf(WORKER_STATES),
  since: time,
  pid: optional(pid),
  forkedAt: optional(time),
  restarts: count,
  addresses: listOf(ADDRESS, 1000),
  lastExit: optional(EXIT),
  nextForkAt: optional(time),
  debugger: optional(oneOf(['attached', 'paused'])),
});
export const HISTORY = objectOf<HistoryEntry>({
  seq: count,
  at: time,
  slot,
  change: CHANGES,
  pid: optional(pid),
  exit: optional(EXIT),
});
export const SAMPLE = objectOf<Sample>({
  slot,
  pid,
  at: time,
  interval: amount,
  cpu: amount,
  rss: amount,
  heapUsed: amount,
  heapLimit: amount,
  elu: amount,
  delayP50: amount,
  delayP99: amount,
  delayMax: amount,
  requests: count,
  inFlight: integer(),
  connections: optional(count),
  status: amounts,
  latency: amounts,
  totalRequests: count,
});
export const LOG_LINE = objectOf<LogLine>({ slot, pid, at: time, stream: oneOf(['out', 'err']), text: text() });
