/**
 * The top of the dashboard: which run this is, how it stands, and its six numbers. Also the one sentence that a screen
 * reader is told when the number of ready workers or of those in trouble changes.
 */

import { runFigures } from '../figures';
import { addresses, baseName, duration, joined, memory, milliseconds, percent, rate } from '../format';
import type { RunHistory } from '../runHistory';
import type { RunState } from '../state';
import { currentSample } from '../tick';
import type { Translate } from '../translate';
import { modeReason, modeWord, reloadPhrase, runStateWord } from '../words';
import { isInTrouble, readyCount } from '../workerHealth';

export type RunStanding = 'live' | 'reconnecting' | 'ended' | 'gone' | 'waiting';

export interface Tile {
  readonly key: string;
  readonly title: string;
  /** Empty where nothing is known. */
  readonly value: string;
  readonly detail: string;
}

export interface Headline {
  readonly name: string;
  readonly standing: RunStanding;
  /** What is out of the ordinary, in a sentence. */
  readonly banner: string;
  readonly facts: string;
  readonly tiles: readonly Tile[];
  /** Changes only when a person who does not look should hear of it. */
  readonly spoken: string;
}

/** The headline of a run that is known. */
export function headlineOf(t: Translate, run: RunState, history: RunHistory, now: number): Headline {
  const { info, link } = run;
  return {
    name: baseName(info.entry),
    standing: link === 'connected' ? 'live' : link,
    banner: bannerOf(t, run),
    facts: factsOf(t, run, now),
    tiles: tilesOf(t, run, history),
    spoken: spokenOf(t, run, now),
  };
}

/** The headline of a run that this window does not know: not yet, or no more. */
export function missingHeadline(t: Translate, name: string, standing: 'gone' | 'waiting'): Headline {
  const banner =
    standing === 'gone'
      ? t('This run is gone. Start it again with Run Clustered, and the dashboard follows it.')
      : t('Looking for the run...');
  return { name, standing, banner, facts: '', tiles: [], spoken: banner };
}

function bannerOf(t: Translate, run: RunState): string {
  if (run.link === 'reconnecting')
    return t('The connection to the run is broken and being mended. The numbers stand still.');
  if (run.link !== 'ended') return reloadPhrase(t, run.info) ?? '';
  if (run.endedAt === undefined) return t('The run has ended. The charts show its last minutes.');
  const lasted = duration(t, run.endedAt - run.info.startedAt);
  return t('The run has ended after {0}. The charts show its last minutes.', lasted);
}

function factsOf(t: Translate, run: RunState, now: number): string {
  const { info } = run;
  const isLive = run.link !== 'ended';
  return joined([
    isLive ? t('{0}/{1} ready', readyCount(run, now), info.target) : runStateWord(t, 'ended'),
    ...addresses(run.workers.flatMap((worker) => worker.addresses)),
    t('pid {0}', info.pid),
    `${modeWord(t, info.mode)}: ${modeReason(t, info)}`,
    `Node.js ${info.node.replace(/^v/, '')}`,
    ...(isLive ? [t('up {0}', duration(t, now - info.startedAt))] : []),
  ]);
}

function tilesOf(t: Translate, run: RunState, history: RunHistory): readonly Tile[] {
  const { cpu, memory: bytes, requestsPerSecond } = runFigures(run);
  const latency = run.link === 'ended' ? undefined : history.latency;
  const p50 = latency?.percentile(0.5);
  return [
    tile('rate', t('Requests'), requestsPerSecond, (value) => rate(t, value), inFlight(t, run)),
    tile(
      'latency',
      t('Latency p99, 10 s'),
      latency?.percentile(0.99),
      milliseconds,
      p50 === undefined ? '' : t('p50 {0}', milliseconds(p50)),
    ),
    tile('cpu', t('CPU'), cpu, percent, t('all processes')),
    loopTile(t, run),
    tile('memory', t('Memory'), bytes, memory, t('all processes')),
    restartsTile(t, run),
  ];
}

const tile = (
  key: string,
  title: string,
  value: number | undefined,
  show: (value: number) => string,
  detail: string,
): Tile => (value === undefined ? { key, title, value: '', detail: '' } : { key, title, value: show(value), detail });

function inFlight(t: Translate, run: RunState): string {
  const counts = run.workers.flatMap((worker) => currentSample(run, worker)?.inFlight ?? []);
  return counts.length === 0
    ? ''
    : t(
        '{0} in flight',
        counts.reduce((sum, count) => sum + count, 0),
      );
}

function loopTile(t: Translate, run: RunState): Tile {
  const samples = run.workers.flatMap((worker) => currentSample(run, worker) ?? []);
  const busiest = samples.toSorted((a, b) => b.elu - a.elu)[0];
  const use = busiest && busiest.elu * 100;
  return tile('loop', t('Busiest event loop'), use, percent, busiest ? t('worker {0}', busiest.slot) : '');
}

function restartsTile(t: Translate, run: RunState): Tile {
  const count = run.workers.reduce((sum, worker) => sum + worker.restarts, 0);
  const troubled = run.workers.filter(isInTrouble).length;
  return tile('restarts', t('Restarts'), count, String, troubled > 0 ? t('{0} in trouble', troubled) : '');
}

function spokenOf(t: Translate, run: RunState, now: number): string {
  if (run.link === 'ended') return t('The run has ended.');
  const troubled = run.workers.filter(isInTrouble).map(({ slot }) => `#${slot}`);
  const ready = t('{0} of {1} workers ready', readyCount(run, now), run.info.target);
  return troubled.length === 0 ? `${ready}.` : `${ready}. ${t('In trouble: {0}', troubled.join(', '))}.`;
}
