/** Where a key leads in a row of values: arrows by one, pages by ten, Home and End to the ends of the window. */

/** The row that a key leads to; undefined for another key. */
export function rowAfterKey(key: string, at: { row: number; first: number; last: number }): number | undefined {
  const within = (row: number): number => Math.min(Math.max(row, at.first), at.last);
  const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 };
  if (key === 'Home') return at.first;
  if (key === 'End') return at.last;
  const step = steps[key];
  return step === undefined ? undefined : within(at.row + step);
}
