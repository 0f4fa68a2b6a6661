/**
 * What happened in a run, in order: the worker events of its primary and the notes about the whole run. Makes the rows of
 * the event list and the marks on the time line of the charts, with every word translated.
 */
import type { ExitInfo, HistoryEntry, WorkerChange } from '../../shared/runInfo';
import type { RunNote } from '../runNotes';
import type { Translate } from '../translate';
import { errorLine, exitSentence } from '../words';

/** What an event is to the eye; `calm` ones are in the list only. */
export type EventKind = 'crash' | 'ended' | 'reload' | 'scaled' | 'trouble' | 'ready' | 'calm';

export interface TimelineEvent {
  /** Stable while the event is known. */
  readonly key: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kind: EventKind;
  /** Absent for what concerns the whole run. */
  readonly slot?: number;
  readonly pid?: number;
  readonly what: string;
  readonly detail: string;
}

/** How many events the list shows. */
const SHOWN_EVENTS = 200;

/** The latest events, newest first. */
export function timelineOf(
  t: Translate,
  history: readonly HistoryEntry[],
  notes: readonly RunNote[],
): readonly TimelineEvent[] {
  const events = [...history.map((entry) => workerEvent(t, entry)), ...notes.map((note) => runEvent(t, note))];
  return events.sort((a, b) => b.at - a.at || (a.key < b.key ? 1 : -1)).slice(0, SHOWN_EVENTS);
}

function workerEvent(t: Translate, { seq, at, slot, change, pid, exit }: HistoryEntry): TimelineEvent {
  return {
    key: `w${String(seq).padStart(9, '0')}`,
    at,
    kind: workerKind(change, exit),
    slot,
    ...(pid !== undefined && { pid }),
    what: exit ? exitWord(t, exit) : changeWord(t, change),
    detail: exit ? exitDetail(t, exit) : '',
  };
}

/** An end that nobody asked for. */
function isCrash({ reason }: ExitInfo): boolean {
  return reason !== 'killed by us' && reason !== 'finished';
}

function workerKind(change: WorkerChange, exit: ExitInfo | undefined): EventKind {
  if (exit) return isCrash(exit) ? 'crash' : 'ended';
  if (change === 'replaced') return 'reload';
  if (change === 'listening' || change === 'responsive') return 'ready';
  return change === 'unresponsive' || change === 'crash looping' || change === 'backing off' ? 'trouble' : 'calm';
}

const exitWord = (t: Translate, exit: ExitInfo): string => (isCrash(exit) ? t('crashed') : t('exited'));

const exitDetail = (t: Translate, exit: ExitInfo): string =>
  exit.error ? `${exitSentence(t, exit)}: ${errorLine(exit.error)}` : exitSentence(t, exit);

function changeWord(t: Translate, change: WorkerChange): string {
  const words: Record<WorkerChange, string> = {
    forked: t('forked'),
    online: t('online'),
    listening: t('listening'),
    unresponsive: t('unresponsive'),
    responsive: t('responsive again'),
    debugged: t('a debugger has come'),
    paused: t('paused in the debugger'),
    resumed: t('goes on'),
    released: t('the debugger has left'),
    replaced: t('replaced by a reload'),
    draining: t('draining'),
    exited: t('exited'),
    'backing off': t('backing off'),
    'crash looping': t('crash looping'),
    stopped: t('stopped'),
    finished: t('finished'),
    removed: t('removed'),
  };
  return words[change];
}

function runEvent(t: Translate, note: RunNote): TimelineEvent {
  const key = `r${note.at}-${note.kind}`;
  const { at } = note;
  switch (note.kind) {
    case 'scaled':
      return { key, at, kind: 'scaled', what: t('scaled'), detail: t('from {0} to {1} workers', note.from, note.to) };
    case 'reload':
      return { key: `${key}-${note.state}`, at, kind: 'calm', what: reloadWord(t, note.state), detail: '' };
    case 'stopping':
      return { key, at, kind: 'calm', what: t('stopping'), detail: '' };
    case 'ended':
      return { key, at, kind: 'ended', what: t('ended'), detail: '' };
  }
}

function reloadWord(t: Translate, state: Extract<RunNote, { kind: 'reload' }>['state']): string {
  const words = {
    running: t('reload started'),
    done: t('reload done'),
    failed: t('reload failed'),
    aborted: t('reload aborted'),
  };
  return words[state];
}
