/**
 * The table of workers: what each cell says and by what it sorts. Made on the host, where the words are translated and
 * the state is; the page only puts it on the screen and sorts.
 */
import type { WorkerInfo } from '../../shared/runInfo';
import { workerFigures } from '../figures';
import { memory, milliseconds, percent } from '../format';
import { stateFlag } from '../row';
import type { RunHistory } from '../runHistory';
import type { RunState } from '../state';
import { currentSample } from '../tick';
import type { Translate } from '../translate';
import { debuggerWord, workerStateWord } from '../words';
import { isInTrouble } from '../workerHealth';

/** The columns, from left to right. */
export const TABLE_COLUMNS = [
  'slot',
  'state',
  'pid',
  'cpu',
  'memory',
  'heap',
  'loop',
  'delay',
  'rate',
  'latency',
  'connections',
  'inFlight',
  'requests',
  'restarts',
] as const;
export type TableColumn = (typeof TABLE_COLUMNS)[number];

export interface TableCell {
  /** Empty where nothing is known. */
  readonly text: string;
  /** Absent sorts last. */
  readonly sort?: number;
}

export interface TableRow {
  readonly slot: number;
  readonly stateFlag: string;
  readonly isInTrouble: boolean;
  readonly isAlive: boolean;
  /** Requests served since the run began; absent where nobody measured. */
  readonly requests?: number;
  readonly cells: Readonly<Record<TableColumn, TableCell>>;
}

/** One row for each slot of a run. */
export function workerTable(t: Translate, run: RunState, history: RunHistory): readonly TableRow[] {
  return run.workers.map((worker) => {
    const sample = currentSample(run, worker);
    return {
      slot: worker.slot,
      stateFlag: stateFlag(worker.state),
      isInTrouble: isInTrouble(worker),
      isAlive: worker.pid !== undefined && run.link !== 'ended',
      ...(sample && { requests: sample.totalRequests }),
      cells: { ...identityCells(t, worker), ...loadCells(run, worker), ...ownCells(run, worker, history) },
    };
  });
}

const cell = (value: number | undefined, show: (value: number) => string = String): TableCell =>
  value === undefined ? { text: '' } : { text: show(value), sort: value };

/** The column's title has the unit. */
const perSecondText = (rate: number): string => (rate > 0 && rate < 1 ? rate.toFixed(1) : String(Math.round(rate)));

function identityCells(
  t: Translate,
  worker: WorkerInfo,
): Pick<TableRow['cells'], 'slot' | 'state' | 'pid' | 'restarts'> {
  return {
    slot: cell(worker.slot, (slot) => `#${slot}`),
    state: { text: debuggerWord(t, worker) ?? workerStateWord(t, worker.state) },
    pid: cell(worker.pid),
    restarts: cell(worker.restarts),
  };
}

function loadCells(run: RunState, worker: WorkerInfo): Pick<TableRow['cells'], 'cpu' | 'memory' | 'loop' | 'rate'> {
  const { cpu, memory: bytes, loop, requestsPerSecond } = workerFigures(run, worker);
  return {
    cpu: cell(cpu, percent),
    memory: cell(bytes, memory),
    loop: cell(loop, percent),
    rate: cell(requestsPerSecond, perSecondText),
  };
}

function ownCells(
  run: RunState,
  worker: WorkerInfo,
  { latency }: RunHistory,
): Pick<TableRow['cells'], 'heap' | 'delay' | 'latency' | 'connections' | 'inFlight' | 'requests'> {
  const sample = currentSample(run, worker);
  return {
    heap: cell(sample?.heapUsed, memory),
    delay: cell(sample?.delayP99, milliseconds),
    latency: cell(sample && latency.percentile(0.99, worker.slot), milliseconds),
    connections: cell(sample?.connections),
    inFlight: cell(sample?.inFlight),
    requests: cell(sample?.totalRequests, (count) => count.toLocaleString('en').replaceAll(',', '\u2009')),
  };
}
