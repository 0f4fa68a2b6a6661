/** Exports: files for other supervisors, made from the run that a person has in front of them. */
import * as vscode from 'vscode';
import { ECOSYSTEM_FILE, pm2Ecosystem } from '../../core/exports/pm2Ecosystem';
import { exportSource } from '../exports/exportedRunOf';
import { chooseVariables } from '../exports/exportedVariables';
import { writeExport } from '../exports/writeExport';
import { chooseRun } from '../pickers';
import type { CommandServices, Ended } from './commandServices';
import type { CommandHandlers } from './ids';

const { t } = vscode.l10n;

/** The handlers of this group. */
export function exportCommands(services: CommandServices): Pick<CommandHandlers, 'exportPm2'> {
  return { exportPm2: (argument, options) => exportPm2(services, argument, options) };
}

async function exportPm2(services: CommandServices, argument: unknown, given: unknown): Promise<Ended> {
  const state = await chooseRun(services.state.state, { argument, fits: () => true });
  if (state === undefined) return 'cancelled';
  const { values, replace } = readOptions(given);
  const { run, environment } = await exportSource(services, state);
  const variables = await chooseVariables(environment, values);
  if (variables === undefined) return 'cancelled';
  return writeExport({ folder: run.cwd, name: ECOSYSTEM_FILE, text: pm2Ecosystem(t, { ...run, variables }), replace });
}

/** Menus give more arguments of their own, so what does not fit counts as not given. */
function readOptions(given: unknown): { values?: readonly string[]; replace?: boolean } {
  if (typeof given !== 'object' || given === null) return {};
  const { values, replace } = given as Readonly<Record<string, unknown>>;
  return {
    ...(Array.isArray(values) && { values: values.filter((name) => typeof name === 'string') }),
    ...(typeof replace === 'boolean' && { replace }),
  };
}
