/** Exports: files for other supervisors, made from the run that a person has in front of them. */
import * as vscode from 'vscode';
import { COMPOSE_FILE, composeText } from '../../core/exports/compose';
import type { ContainerRun } from '../../core/exports/containerRun';
import { DOCKERIGNORE, dockerfileText } from '../../core/exports/dockerfile';
import type { ExportedRun } from '../../core/exports/exportedRun';
import { KUBERNETES_FILE, kubernetesText } from '../../core/exports/kubernetes';
import { ECOSYSTEM_FILE, pm2Ecosystem } from '../../core/exports/pm2Ecosystem';
import type { RunState } from '../../core/state';
import { containerRunOf } from '../exports/containerRunOf';
import { exportSource } from '../exports/exportedRunOf';
import { chooseVariables } from '../exports/exportedVariables';
import { writeExport } from '../exports/writeExport';
import { chooseRun } from '../pickers';
import type { CommandServices, Ended } from './commandServices';
import type { CommandHandlers } from './ids';

const { t } = vscode.l10n;

type Names = 'exportPm2' | 'exportKubernetes' | 'exportCompose';

/** The handlers of this group. */
export function exportCommands(services: CommandServices): Pick<CommandHandlers, Names> {
  return {
    exportPm2: (argument, options) => exportPm2(services, argument, options),
    exportKubernetes: (argument, options) => exportKubernetes(services, argument, options),
    exportCompose: (argument, options) => exportCompose(services, argument, options),
  };
}

interface ExportOptions {
  readonly values?: readonly string[];
  readonly replace?: boolean;
}

async function exportPm2(services: CommandServices, argument: unknown, given: unknown): Promise<Ended> {
  const options = readOptions(given);
  const chosen = await chooseExported(services, argument, options);
  if (chosen === undefined) return 'cancelled';
  const { run } = chosen;
  return writeExport({ folder: run.cwd, name: ECOSYSTEM_FILE, text: pm2Ecosystem(t, run), replace: options.replace });
}

async function exportKubernetes(services: CommandServices, argument: unknown, given: unknown): Promise<Ended> {
  const options = readOptions(given);
  const container = await chooseContainer(services, argument, options);
  if (container === undefined) return 'cancelled';
  const text = kubernetesText(t, container);
  return writeExport({ folder: container.run.cwd, name: KUBERNETES_FILE, text, replace: options.replace });
}

/** A Dockerfile of the project's own stays as it is; the Compose file is the one that comes to the front. */
async function exportCompose(services: CommandServices, argument: unknown, given: unknown): Promise<Ended> {
  const { replace, ...options } = readOptions(given);
  const container = await chooseContainer(services, argument, options);
  if (container === undefined) return 'cancelled';
  const folder = container.run.cwd;
  const kept = { folder, replace: replace === true };
  await writeExport({ ...kept, name: '.dockerignore', text: DOCKERIGNORE });
  await writeExport({ ...kept, name: 'Dockerfile', text: dockerfileText(container) });
  return writeExport({ folder, name: COMPOSE_FILE, text: composeText(t, container), replace });
}

async function chooseContainer(
  services: CommandServices,
  argument: unknown,
  options: ExportOptions,
): Promise<ContainerRun | undefined> {
  const chosen = await chooseExported(services, argument, options);
  return chosen && containerRunOf(services, chosen.state, chosen.run);
}

/** The run that is exported, with the variables that a person has chosen; undefined when they left. */
async function chooseExported(
  services: CommandServices,
  argument: unknown,
  { values }: ExportOptions,
): Promise<{ readonly state: RunState; readonly run: ExportedRun } | undefined> {
  const state = await chooseRun(services.state.state, { argument, fits: () => true });
  if (state === undefined) return undefined;
  const { run, environment } = await exportSource(services, state);
  const variables = await chooseVariables(environment, values);
  return variables && { state, run: { ...run, variables } };
}

/** Menus give more arguments of their own, so what does not fit counts as not given. */
function readOptions(given: unknown): ExportOptions {
  if (typeof given !== 'object' || given === null) return {};
  const { values, replace } = given as Readonly<Record<string, unknown>>;
  return {
    ...(Array.isArray(values) && { values: values.filter((name) => typeof name === 'string') }),
    ...(typeof replace === 'boolean' && { replace }),
  };
}
