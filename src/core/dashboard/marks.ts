/**
 * Marks on the time line of the charts: what explains a step in a curve. Several of one kind that would be drawn over
 * each other are one mark with a count, so that a reload of 64 workers is a short row and not a wall.
 */
import type { EventKind, TimelineEvent } from './timeline';

/** Kinds that are marked, the weightiest first. */
const MARK_KINDS = ['crash', 'reload', 'scaled', 'ended'] as const satisfies readonly EventKind[];
export type MarkKind = (typeof MARK_KINDS)[number];

export interface Mark {
  /** Epoch seconds. */
  readonly time: number;
  readonly kind: MarkKind;
  readonly count: number;
}

/** How near marks of a kind may be, as a part of the window. */
const NEAREST = 1 / 60;

/** The marks between two moments in epoch seconds, in their order. */
export function marksBetween(events: readonly TimelineEvent[], from: number, to: number): readonly Mark[] {
  const within = events.filter(({ at }) => at / 1000 >= from && at / 1000 <= to).sort((a, b) => a.at - b.at);
  return MARK_KINDS.flatMap((kind) => marksOfKind(kind, within, (to - from) * NEAREST));
}

function marksOfKind(kind: MarkKind, events: readonly TimelineEvent[], nearest: number): readonly Mark[] {
  const marks: Mark[] = [];
  for (const event of events.filter((one) => one.kind === kind)) {
    const time = event.at / 1000;
    const last = marks.at(-1);
    if (last && time - last.time < nearest) marks[marks.length - 1] = { ...last, count: last.count + 1 };
    else marks.push({ time, kind, count: 1 });
  }
  return marks;
}
