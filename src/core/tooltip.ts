/**
 * The details of a row as Markdown: everything that is known and does not fit in the row. Made on hover only.
 */
import type { ErrorInfo, ExitInfo, Notice, Sample, WorkerInfo } from '../shared/runInfo';
import { errorPlace } from './errorPlace';
import { type Figures, primaryFigures, runFigures, workerFigures } from './figures';
import { addresses, baseName, countdown, duration, memory, milliseconds, percent, rate } from './format';
import { codeBlock, commandLink, escaped, table } from './markdown';
import { findRun, findWorker } from './row';
import { runAddresses } from './runRow';
import type { ClusterNode, ClusterState, RunState } from './state';
import type { Translate } from './translate';
import {
  debuggerWord,
  errorLine,
  exitSentence,
  modeReason,
  modeWord,
  reloadPhrase,
  runStateWord,
  schedulingPhrase,
  stickyPhrase,
  workerStateWord,
} from './words';
import { isSilent, readyCount } from './workerHealth';

const STACK_LINES = 8;

type Pair = readonly [string, string | undefined];

/** The tooltip of a row as Markdown, or nothing when the thing is gone. */
export function tooltipOf(t: Translate, state: ClusterState, node: ClusterNode, now: number): string | undefined {
  const run = findRun(state, node.runId);
  if (!run) return undefined;
  if (node.kind === 'run') return runTooltip(t, run, now);
  if (node.kind === 'primary') return primaryTooltip(t, run, now);
  const worker = findWorker(run, node.slot);
  return worker && workerTooltip(t, run, worker, now);
}

function runTooltip(t: Translate, run: RunState, now: number): string {
  const { info } = run;
  const pairs: readonly Pair[] = [
    [t('Mode'), `${modeWord(t, info.mode)}: ${modeReason(t, info)}`],
    [t('Workers'), t('{0} of {1} ready', readyCount(run, now), info.target)],
    [t('Connections'), schedulingPhrase(t, info)],
    [t('Sticky sessions'), stickyPhrase(t, info)],
    [t('Reload'), reloadPhrase(t, info)],
    [t('Listening on'), runAddresses(run).join(', ')],
    ...figurePairs(t, runFigures(run)),
    [t('Arguments'), info.args.join(' ')],
    [t('Folder'), info.cwd],
    [t('Node.js'), info.node],
    [run.endedAt === undefined ? t('Up') : t('Ran for'), duration(t, (run.endedAt ?? now) - info.startedAt)],
  ];
  const state = run.link === 'reconnecting' ? t('reconnecting') : runStateWord(t, info.state);
  return [table([info.entry, state], pairs), ...info.notices.map(notice)].join('\n\n');
}

const notice = ({ message }: Notice): string => `$(info) ${escaped(message)}`;

function primaryTooltip(t: Translate, run: RunState, now: number): string {
  const { info } = run;
  const isLive = run.link !== 'ended';
  return table(
    [t('Primary process'), isLive ? t('pid {0}', info.pid) : t('ended')],
    [
      ...figurePairs(t, primaryFigures(run)),
      [t('Node.js'), info.node],
      [t('Up'), isLive ? duration(t, now - info.startedAt) : undefined],
    ],
  );
}

function workerTooltip(t: Translate, run: RunState, worker: WorkerInfo, now: number): string {
  const heading = [t('Worker {0}', worker.slot), workerStateWord(t, worker.state)] as const;
  const facts = table(heading, [
    [t('Process'), worker.pid === undefined ? undefined : String(worker.pid)],
    [t('Debugger'), debuggerWord(t, worker)],
    [t('Up'), worker.forkedAt === undefined ? undefined : duration(t, now - worker.forkedAt)],
    [t('Listening on'), addresses(worker.addresses).join(', ')],
    [t('Next try in'), worker.nextForkAt === undefined ? undefined : countdown(t, worker.nextForkAt - now)],
    ...figurePairs(t, workerFigures(run, worker)),
    ...samplePairs(t, isSilent(worker) ? undefined : run.samples.get(worker.slot)),
    [t('Restarts'), String(worker.restarts)],
    [t('Last exit'), worker.lastExit && lastExit(t, worker.lastExit, now)],
  ]);
  return [facts, ...stuckLink(t, run, worker), ...errorBlock(worker)].join('\n\n');
}

/** The command that the tooltips link to. */
export const TOOLTIP_COMMANDS = ['nodeCluster.showStuckStack'] as const;

function stuckLink(t: Translate, run: RunState, { state, slot }: WorkerInfo): readonly string[] {
  if (state !== 'unresponsive' || run.link === 'ended') return [];
  return [commandLink(t('Show Where It Is Stuck'), TOOLTIP_COMMANDS[0], { runId: run.info.id, slot })];
}

const lastExit = (t: Translate, exit: ExitInfo, now: number): string =>
  t('{0}, {1} ago', exitSentence(t, exit), duration(t, now - exit.at));

function figurePairs(t: Translate, { cpu, memory: bytes, loop, requestsPerSecond }: Figures): readonly Pair[] {
  return [
    [t('CPU'), cpu === undefined ? undefined : percent(cpu)],
    [t('Memory'), bytes === undefined ? undefined : memory(bytes)],
    [t('Event loop'), loop === undefined ? undefined : t('{0} in use', percent(loop))],
    [t('Requests'), requestsPerSecond === undefined ? undefined : rate(t, requestsPerSecond)],
  ];
}

function samplePairs(t: Translate, sample: Sample | undefined): readonly Pair[] {
  if (!sample) return [];
  const delay = [sample.delayP50, sample.delayP99, sample.delayMax].map(milliseconds).join(' / ');
  return [
    [t('Loop delay p50 / p99 / max'), delay],
    [t('Heap'), t('{0} of {1}', memory(sample.heapUsed), memory(sample.heapLimit))],
    [t('Connections'), sample.connections === undefined ? undefined : String(sample.connections)],
    [t('In flight'), sample.totalRequests > 0 ? String(sample.inFlight) : undefined],
    [t('Requests in all'), sample.totalRequests > 0 ? String(sample.totalRequests) : undefined],
  ];
}

/** A link to where the error came from, at its line. */
function placeLink(error: ErrorInfo): readonly string[] {
  const { file, line } = errorPlace(error) ?? {};
  if (file === undefined) return [];
  const uri = encodeURI(`file://${file.startsWith('/') ? '' : '/'}${file.replaceAll('\\', '/')}`).replace(
    /[()#?]/g,
    encodeURIComponent,
  );
  return [`[${escaped(`${baseName(file)}:${line}`)}](${uri}#L${line})`];
}

/** The last error: its line, then the top of its stack. */
function errorBlock({ lastExit: exit }: WorkerInfo): readonly string[] {
  if (!exit?.error) return [];
  const stack = exit.error.stack.split('\n').slice(0, STACK_LINES).join('\n');
  return [...placeLink(exit.error), codeBlock(stack === '' ? errorLine(exit.error) : stack)];
}
