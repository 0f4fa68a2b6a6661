/** A run as its dashboard shows it now, curves and events aside: the headline and the table. */
import type { RunHistory } from '../runHistory';
import type { RunState } from '../state';
import type { Translate } from '../translate';
import { headlineOf, missingHeadline } from './headline';
import type { DashboardMemory, DashboardView } from './messages';
import { workerTable } from './workerTable';

/** The view of a run. */
export function dashboardView(t: Translate, run: RunState, history: RunHistory, now: number): DashboardView {
  return {
    runId: run.info.id,
    headline: headlineOf(t, run, history, now),
    rows: workerTable(t, run, history),
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
