/**
 * What a language model is told of the runs: plain data, with the words of the wire and units in the names. Arguments and
 * environments stay out, since they may hold secrets. It is read by a model, so it is English and never translated.
 */
import type { ErrorInfo, ExitInfo, LogLine, WorkerInfo } from '../../shared/runInfo';
import { type Figures, runFigures, workerFigures } from '../figures';
import { logText } from '../logText';
import type { ClusterState, RunState } from '../state';

/** All runs with their workers, as JSON. */
export function runsReport({ runs }: ClusterState): string {
  return JSON.stringify({ runs: runs.map(runReport) });
}

/** Lines of a log as text, oldest first; standard error is marked, since nothing else tells it apart. */
export function logReport(lines: readonly LogLine[]): string {
  if (lines.length === 0) return 'The log is empty.';
  return lines.map((line) => `${line.stream === 'err' ? '[stderr] ' : ''}${logText(line, 'all')}`).join('\n');
}

function runReport(run: RunState): object {
  const { id, pid, entry, cwd, mode, state, target, node, startedAt, notices } = run.info;
  return {
    runId: id,
    entry,
    cwd,
    mode,
    state: run.link === 'ended' ? 'ended' : state,
    primaryPid: pid,
    node,
    startedAt: new Date(startedAt).toISOString(),
    wantedWorkers: target,
    ...figuresReport(runFigures(run)),
    notices: notices.map(({ message }) => message),
    workers: run.workers.map((worker) => workerReport(run, worker)),
  };
}

function workerReport(run: RunState, worker: WorkerInfo): object {
  const { slot, state, pid, restarts, addresses, lastExit } = worker;
  return {
    worker: slot,
    state,
    pid,
    restarts,
    ports: addresses.flatMap(({ port }) => (port === undefined ? [] : [port])),
    ...figuresReport(workerFigures(run, worker)),
    lastExit: lastExit && exitReport(lastExit),
  };
}

/** Absent while nobody looks at the numbers, since nothing measures then. */
function figuresReport({ cpu, memory, loop, requestsPerSecond }: Figures): object {
  return {
    cpuPercentOfOneCore: rounded(cpu),
    memoryMegabytes: rounded(memory === undefined ? undefined : memory / 1024 / 1024),
    eventLoopPercent: rounded(loop),
    requestsPerSecond: rounded(requestsPerSecond),
  };
}

const rounded = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Math.round(value * 10) / 10;

function exitReport({ reason, code, signal, at, uptime, error }: ExitInfo): object {
  return { reason, code, signal, at: new Date(at).toISOString(), uptimeMs: uptime, error: error && errorReport(error) };
}

function errorReport({ name, message, stack, file, line }: ErrorInfo): object {
  return { name, message, file, line, stack: stack.split('\n').slice(0, 12).join('\n') };
}
