/** Builds the pieces of a run as the tests of `core` need them: everything has a sensible value, a test says what matters. */
import type { RunState } from '../../src/core/state';
import type { Snapshot } from '../../src/shared/protocol';
import type { ErrorInfo, ExitInfo, RunInfo, Sample, WorkerInfo } from '../../src/shared/runInfo';

/** When everything in these tests happens. */
export const NOW = 1_763_800_000_000;

const SECOND = 1000;
const MEGABYTE = 1024 * 1024;

export function runInfo(given: Partial<RunInfo> = {}): RunInfo {
  return {
    id: 'run-1',
    pid: 800,
    entry: '/app/server.js',
    args: [],
    cwd: '/app',
    mode: 'supervise',
    modeReason: { code: 'plain' },
    state: 'running',
    target: 2,
    startedAt: NOW - 65 * SECOND,
    node: 'v22.3.0',
    notices: [],
    ...given,
  };
}

/** A worker that listens; `pid` is 810 and its slot. */
export function worker(given: Partial<WorkerInfo> = {}): WorkerInfo {
  const slot = given.slot ?? 1;
  return {
    slot,
    state: 'listening',
    since: NOW - 60 * SECOND,
    pid: 810 + slot,
    forkedAt: NOW - 60 * SECOND,
    restarts: 0,
    addresses: [{ port: 3000 }],
    ...given,
  };
}

/** A slot in which no process lives. */
export function emptySlot(given: Partial<WorkerInfo> & Pick<WorkerInfo, 'state'>): WorkerInfo {
  const { pid: _pid, forkedAt: _forkedAt, ...rest } = worker({ addresses: [], ...given });
  return rest;
}

export function errorInfo(given: Partial<ErrorInfo> = {}): ErrorInfo {
  return {
    name: 'TypeError',
    message: 'x is not a function',
    stack: 'TypeError: x is not a function\n    at /app/server.js:12:3',
    file: '/app/server.js',
    line: 12,
    ...given,
  };
}

export function exitInfo(given: Partial<ExitInfo> = {}): ExitInfo {
  return {
    at: NOW - 5 * SECOND,
    pid: 811,
    code: 1,
    signal: null,
    reason: 'uncaught error',
    uptime: 3 * SECOND,
    ...given,
  };
}

export function sample(given: Partial<Sample> = {}): Sample {
  const slot = given.slot ?? 1;
  return {
    slot,
    pid: 810 + slot,
    at: NOW,
    interval: 1000,
    cpu: 10,
    rss: 80 * MEGABYTE,
    heapUsed: 20 * MEGABYTE,
    heapLimit: 4096 * MEGABYTE,
    elu: 0.31,
    delayP50: 0.2,
    delayP99: 1.4,
    delayMax: 12,
    requests: 812,
    inFlight: 3,
    connections: 7,
    status: [0, 812, 0, 0, 0],
    latency: [],
    totalRequests: 4000,
    ...given,
  };
}

export function runState(given: Partial<RunState> = {}): RunState {
  return {
    info: runInfo(),
    seq: 10,
    link: 'connected',
    workers: [worker({ slot: 1 }), worker({ slot: 2 })],
    history: [],
    samples: new Map(),
    usage: new Map(),
    ...given,
  };
}

export function snapshot(given: Partial<Snapshot> = {}): Snapshot {
  return {
    type: 'snapshot',
    seq: 10,
    run: runInfo(),
    workers: [worker({ slot: 1 }), worker({ slot: 2 })],
    history: [],
    ...given,
  };
}
