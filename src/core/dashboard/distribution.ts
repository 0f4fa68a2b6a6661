/**
 * Which worker served how much of the requests, in a stretch of time and since the run began. Says in a sentence what
 * the shares are like, because bars that differ look like a fault and mostly are none.
 */
import type { RunSeries } from '../series';
import type { Translate } from '../translate';
import type { TableRow } from './workerTable';

export interface Share {
  readonly slot: number;
  /** Requests served. */
  readonly count: number;
  /** Of all workers' requests, 0 to 1. */
  readonly share: number;
}

/** A worker with this many times its even share is worth a word. */
const UNEVEN = 1.5;

/** What each worker served within the last seconds of the series. */
export function sharesOfWindow(series: RunSeries, rows: readonly TableRow[], seconds: number): readonly Share[] {
  const from = firstWithin(series, seconds);
  return sharesOf(rows.map(({ slot }) => [slot, sumFrom(series.workerColumn(slot, 'served'), from)]));
}

/** What each worker has served since the run began. */
export function sharesOfAll(rows: readonly TableRow[]): readonly Share[] {
  return sharesOf(rows.map(({ slot, requests }) => [slot, requests ?? 0]));
}

/** How many connections are open to each worker now; one that does not tell has no bar, since none would be a lie. */
export function sharesOfConnections(rows: readonly TableRow[]): readonly Share[] {
  return sharesOf(rows.filter(tells).map(({ slot, cells }) => [slot, cells.connections.sort ?? 0]));
}

const tells = ({ stateFlag }: TableRow): boolean => stateFlag !== 'unresponsive';

/** How the open connections lie, and whose are not known. */
export function connectionSentence(t: Translate, rows: readonly TableRow[]): string {
  const silent = rows.filter((row) => !tells(row)).map(({ slot }) => slot);
  const known = connectionsKnown(t, sharesOfConnections(rows));
  return silent.length > 0
    ? `${known} ${t('Not counted, for it does not answer: worker {0}.', silent.join(', '))}`
    : known;
}

function connectionsKnown(t: Translate, shares: readonly Share[]): string {
  const counts = shares.map(({ count }) => count);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return t('No connection is open.');
  return t('{0} connections are open; the busiest worker has {1} of them.', total, Math.max(...counts));
}

function sharesOf(counts: readonly (readonly [slot: number, count: number])[]): readonly Share[] {
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  return counts.map(([slot, count]) => ({ slot, count, share: total > 0 ? count / total : 0 }));
}

function firstWithin(series: RunSeries, seconds: number): number {
  const from = (series.latest ?? 0) - seconds;
  const first = series.times.findIndex((time) => time >= from);
  return first < 0 ? series.length : first;
}

function sumFrom(column: Float32Array, from: number): number {
  let sum = 0;
  for (let index = from; index < column.length; index++) {
    const value = column[index] ?? 0;
    if (value > 0) sum += value;
  }
  return sum;
}

/** What the shares are like, in one sentence. */
export function shareSentence(t: Translate, shares: readonly Share[]): string {
  const served = shares.filter(({ count }) => count > 0);
  const top = shares.toSorted((a, b) => b.count - a.count)[0];
  if (!top || served.length === 0) return t('No requests in this time.');
  if (shares.length === 1) return t('There is one worker, and it serves everything.');
  const part = Math.round(top.share * 100);
  if (served.length === 1)
    return t('Worker {0} served all requests; the other workers had no connection to serve.', top.slot);
  if (top.share * shares.length > UNEVEN)
    return t(
      'Worker {0} served {1} % of the requests, more than its even share of {2} %.',
      top.slot,
      part,
      even(shares),
    );
  return t(
    'The workers share the requests evenly: the busiest served {0} %, an even share is {1} %.',
    part,
    even(shares),
  );
}

const even = (shares: readonly Share[]): number => Math.round(100 / shares.length);
