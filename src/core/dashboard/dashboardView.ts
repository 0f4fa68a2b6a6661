/** A run as its dashboard shows it now, curves aside: the headline, the table and the events. */
import type { RunHistory } from '../runHistory';
import type { RunState } from '../state';
import type { Translate } from '../translate';
import { headlineOf, missingHeadline } from './headline';
import type { DashboardMemory, DashboardView } from './messages';
import { timelineOf } from './timeline';
import { workerTable } from './workerTable';

/** The view of a run, with its events. */
export function dashboardView(t: Translate, run: RunState, history: RunHistory, now: number): DashboardView {
  return {
    runId: run.info.id,
    headline: headlineOf(t, run, history, now),
    rows: workerTable(t, run, history),
    events: timelineOf(t, run.history, history.notes),
  };
}

/** The view where there is no such run. */
export function missingView(
  t: Translate,
  { runId, name }: DashboardMemory,
  standing: 'gone' | 'waiting',
): DashboardView {
  return { runId, headline: missingHeadline(t, name, standing), rows: [] };
}
