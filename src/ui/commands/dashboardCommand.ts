/** Open Dashboard: the charts of a run in the editor area. */
import { chooseRun } from '../pickers';
import type { CommandServices, Ended } from './commandServices';
import type { CommandHandlers } from './ids';

/** The handlers of this group. */
export function dashboardCommands(services: CommandServices): Pick<CommandHandlers, 'openDashboard'> {
  return { openDashboard: (argument) => openDashboard(services, argument) };
}

/** Runs that have ended have a dashboard too: it shows their last minutes. */
async function openDashboard({ state, dashboards }: CommandServices, argument: unknown): Promise<Ended> {
  const run = await chooseRun(state.state, { argument, fits: () => true });
  if (run === undefined) return 'cancelled';
  dashboards.open(run.info.id);
  return 'done';
}
