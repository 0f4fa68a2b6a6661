/** The rows of a run and of its primary process. */
import type { WorkerInfo } from '../shared/runInfo';
import { primaryFigures } from './figures';
import { addresses, age, baseName, joined, memory, percent } from './format';
import { type Row, type RowIcon, rowId, runFlags } from './row';
import type { RunState } from './state';
import type { Translate } from './translate';
import { crashLine, modeReason, modeWord, reloadPhrase, runStateWord } from './words';
import { isInTrouble, readyCount } from './workerHealth';

const ENDED: RowIcon = { id: 'circle-slash', color: 'disabledForeground' };
const FAILED: RowIcon = { id: 'error', color: 'list.errorForeground' };

/** A run: its entry, how many workers are ready, where it listens, its mode. */
export function runRow(t: Translate, run: RunState, now: number): Row {
  const name = baseName(run.info.entry);
  const parts = run.link === 'ended' ? endedParts(t, run) : liveParts(t, run, now);
  return {
    id: rowId({ kind: 'run', runId: run.info.id }),
    label: name,
    description: joined(parts),
    icon: runIcon(run),
    contextValue: ['run', ...runFlags(run), ...portFlag(run), run.info.state].join('+'),
    accessibilityLabel: [t('Run of {0}', name), ...parts].join(', '),
    isExpandable: true,
  };
}

function liveParts(t: Translate, run: RunState, now: number): readonly string[] {
  const { info } = run;
  const ready = t('{0}/{1} ready', readyCount(run, now), info.target);
  const mode = info.mode === 'observe' ? `${modeWord(t, info.mode)}: ${modeReason(t, info)}` : modeWord(t, info.mode);
  return [...exceptionalState(t, run), ready, ...runAddresses(run), mode];
}

/** A run whose workers all kept crashing has ended over that. */
function endedParts(t: Translate, run: RunState): readonly string[] {
  const crash = crashLine(t, crashed(run)?.lastExit);
  return [t('ended'), ...(crash === undefined ? [] : [crash])];
}

const crashed = (run: RunState): WorkerInfo | undefined => run.workers.find(({ state }) => state === 'crash looping');

/** The state's word, unless all is as it should be. */
function exceptionalState(t: Translate, { link, info }: RunState): readonly string[] {
  if (link === 'reconnecting') return [t('reconnecting')];
  const reload = reloadPhrase(t, info);
  if (reload !== undefined) return [reload];
  return info.state === 'running' ? [] : [runStateWord(t, info.state)];
}

/** Where the workers of a run listen, each address once. */
export function runAddresses(run: RunState): readonly string[] {
  return addresses(run.workers.flatMap((worker) => worker.addresses));
}

function portFlag(run: RunState): readonly string[] {
  const hasPort = run.workers.some((worker) => worker.addresses.some(({ port, udp }) => port !== undefined && !udp));
  return hasPort ? ['port'] : [];
}

function runIcon(run: RunState): RowIcon {
  if (run.link === 'ended') return crashed(run) ? FAILED : ENDED;
  if (run.link === 'reconnecting') return { id: 'debug-disconnect', color: 'list.warningForeground' };
  if (run.info.state === 'starting') return { id: 'loading~spin', color: 'charts.blue' };
  if (run.info.state === 'reloading') return { id: 'sync~spin', color: 'charts.blue' };
  if (run.info.state === 'stopping') return { id: 'stop-circle', color: 'charts.orange' };
  if (run.workers.some(isInTrouble) || run.info.reload?.state === 'failed')
    return { id: 'warning', color: 'list.warningForeground' };
  return { id: 'server-process', color: 'charts.green' };
}

/** The primary's process. */
export function primaryRow(t: Translate, run: RunState, now: number): Row {
  const isLive = run.link !== 'ended';
  const numbers = isLive ? primaryNumbers(t, run, now) : [];
  return {
    id: rowId({ kind: 'primary', runId: run.info.id }),
    label: t('primary'),
    description: joined(isLive ? [String(run.info.pid), ...numbers] : [t('ended')]),
    icon: isLive ? { id: 'chip' } : ENDED,
    contextValue: ['primary', ...runFlags(run)].join('+'),
    accessibilityLabel: [t('Primary process'), isLive ? t('pid {0}', run.info.pid) : t('ended'), ...numbers].join(', '),
    isExpandable: false,
  };
}

function primaryNumbers(t: Translate, run: RunState, now: number): readonly string[] {
  const { cpu, memory: bytes } = primaryFigures(run);
  return [
    ...(cpu === undefined ? [] : [percent(cpu)]),
    ...(bytes === undefined ? [] : [memory(bytes)]),
    run.info.node,
    t('up {0}', age(t, now - run.info.startedAt)),
  ];
}
