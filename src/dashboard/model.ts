/** What the page knows at one moment: the run's view, its series and what the person chose. Parts read it when they draw. */
import type { DashboardView } from '../core/dashboard/messages';
import type { TimelineEvent } from '../core/dashboard/timeline';
import type { DashboardWords } from '../core/dashboard/words';
import type { RunSeries } from '../core/series';
import type { Translate } from '../core/translate';
import type { Choices } from './choices';

export interface Model {
  readonly words: DashboardWords;
  readonly t: Translate;
  readonly view: DashboardView;
  readonly events: readonly TimelineEvent[];
  readonly series: RunSeries;
  readonly choices: Choices;
}

/** Changes what is chosen; the page draws anew and remembers it. */
export type Choose = (change: Partial<Choices>) => void;

/** A part of the page: made once, drawn at every change. */
export interface Part {
  readonly root: HTMLElement;
  draw(model: Model): void;
}
