/** What a person has chosen to see. Plain data, kept by VS Code while the page is out of sight. */
import type { TableColumn } from '../core/dashboard/workerTable';

/** The time windows, in seconds. */
export const WINDOWS = [60, 300, 1800] as const;
export type TimeWindow = (typeof WINDOWS)[number];

/** What the bars of the workers stand for: requests of the window or of all time, or connections that are open. */
export type ServedBy = 'window' | 'all' | 'connections';

export interface Choices {
  readonly seconds: TimeWindow;
  readonly lines: 'run' | 'workers';
  /** Workers whose lines are left out. */
  readonly hiddenSlots: readonly number[];
  /** Lines of the whole run that are left out, as `chart/line`. */
  readonly hiddenLines: readonly string[];
  readonly sortBy: TableColumn;
  readonly isDescending: boolean;
  readonly served: ServedBy;
}

export const DEFAULT_CHOICES: Choices = {
  seconds: 300,
  lines: 'run',
  hiddenSlots: [],
  hiddenLines: [],
  sortBy: 'slot',
  isDescending: false,
  served: 'window',
};

/** The list without the item, or with it where it was not in. */
export function toggled<T>(list: readonly T[], item: T): readonly T[] {
  return list.includes(item) ? list.filter((one) => one !== item) : [...list, item];
}
