/** The row of one worker: its state where that is not simply listening, its process, its live numbers. */
import type { WorkerInfo, WorkerState } from '../shared/runInfo';
import { errorPlace } from './errorPlace';
import { type Figures, workerFigures } from './figures';
import { addresses, age, countdown, joined, memory, percent, rate, restarts } from './format';
import { type Row, type RowIcon, rowId, runFlags, stateFlag } from './row';
import type { RunState } from './state';
import type { Translate } from './translate';
import { crashLine, debuggerWord, exitReasonWord, exitSentence, workerStateWord } from './words';

const ICONS: Readonly<Record<WorkerState, RowIcon>> = {
  forking: { id: 'loading~spin', color: 'charts.blue' },
  online: { id: 'circle-filled', color: 'charts.blue' },
  listening: { id: 'pass-filled', color: 'charts.green' },
  unresponsive: { id: 'warning', color: 'list.warningForeground' },
  draining: { id: 'arrow-circle-down', color: 'charts.orange' },
  exited: { id: 'circle-slash', color: 'disabledForeground' },
  'backing off': { id: 'history', color: 'charts.orange' },
  'crash looping': { id: 'error', color: 'list.errorForeground' },
  stopped: { id: 'stop-circle', color: 'disabledForeground' },
  finished: { id: 'check', color: 'disabledForeground' },
};

const DEBUGGER_ICONS = {
  attached: { id: 'debug-alt', color: 'charts.blue' },
  paused: { id: 'debug-pause', color: 'charts.orange' },
} as const;

/** States in which the last exit is the news. */
const TELLS_EXIT: ReadonlySet<WorkerState> = new Set(['exited', 'backing off', 'crash looping']);

/** A worker's row. */
export function workerRow(t: Translate, run: RunState, worker: WorkerInfo, now: number): Row {
  const { slot } = worker;
  return {
    id: rowId({ kind: 'worker', runId: run.info.id, slot }),
    label: `#${slot}`,
    description: joined(worker.pid === undefined ? restParts(t, worker, now) : liveParts(t, run, worker, now)),
    icon: worker.debugger === undefined ? ICONS[worker.state] : DEBUGGER_ICONS[worker.debugger],
    contextValue: workerFlags(run, worker).join('+'),
    accessibilityLabel: spokenParts(t, run, worker).join(', '),
    isExpandable: false,
  };
}

function liveParts(t: Translate, run: RunState, worker: WorkerInfo, now: number): readonly string[] {
  return [
    ...(worker.state === 'listening' ? [] : [workerStateWord(t, worker.state)]),
    ...debuggerPart(t, worker),
    ...(worker.pid === undefined ? [] : [String(worker.pid)]),
    ...figureParts(t, workerFigures(run, worker)),
    ...restartPart(t, worker),
    ...addresses(worker.addresses),
    ...(worker.forkedAt === undefined ? [] : [t('up {0}', age(t, now - worker.forkedAt))]),
  ];
}

function figureParts(t: Translate, { cpu, memory: bytes, loop, requestsPerSecond }: Figures): readonly string[] {
  return [
    ...(cpu === undefined ? [] : [percent(cpu)]),
    ...(bytes === undefined ? [] : [memory(bytes)]),
    ...(loop === undefined ? [] : [t('loop {0}', percent(loop))]),
    ...(requestsPerSecond === undefined ? [] : [rate(t, requestsPerSecond)]),
  ];
}

function restParts(t: Translate, worker: WorkerInfo, now: number): readonly string[] {
  const due = worker.nextForkAt === undefined ? [] : [t('next try in {0}', countdown(t, worker.nextForkAt - now))];
  return [workerStateWord(t, worker.state), ...exitPart(t, worker), ...due, ...restartPart(t, worker)];
}

function exitPart(t: Translate, { state, lastExit }: WorkerInfo): readonly string[] {
  if (!lastExit || !TELLS_EXIT.has(state)) return [];
  const crash = crashLine(t, lastExit);
  if (crash !== undefined) return [crash];
  return [lastExit.reason === 'exit code' ? t('code {0}', lastExit.code ?? '?') : exitReasonWord(t, lastExit.reason)];
}

const debuggerPart = (t: Translate, worker: WorkerInfo): readonly string[] => {
  const word = debuggerWord(t, worker);
  return word === undefined ? [] : [word];
};

const restartPart = (t: Translate, { restarts: count }: WorkerInfo): readonly string[] =>
  count > 0 ? [restarts(t, count)] : [];

/** "Worker 3, listening, pid 812, 12 percent CPU, 84 MB, 2 restarts" */
function spokenParts(t: Translate, run: RunState, worker: WorkerInfo): readonly string[] {
  const { cpu, memory: bytes } = workerFigures(run, worker);
  return [
    t('Worker {0}', worker.slot),
    workerStateWord(t, worker.state),
    ...debuggerPart(t, worker),
    ...(worker.pid === undefined ? [] : [t('pid {0}', worker.pid)]),
    ...(cpu === undefined ? [] : [t('{0} percent CPU', Math.round(cpu))]),
    ...(bytes === undefined ? [] : [memory(bytes)]),
    ...restartPart(t, worker),
    ...(worker.lastExit && worker.pid === undefined ? [exitSentence(t, worker.lastExit)] : []),
  ];
}

function workerFlags(run: RunState, worker: WorkerInfo): readonly string[] {
  const hasPort = worker.addresses.some(({ port, udp }) => port !== undefined && !udp);
  return [
    'worker',
    worker.pid === undefined ? 'dead' : 'alive',
    ...runFlags(run),
    ...(hasPort ? ['port'] : []),
    ...(errorPlace(worker.lastExit?.error) ? ['failed'] : []),
    ...(worker.debugger === undefined ? [] : ['debugged']),
    stateFlag(worker.state),
  ];
}
