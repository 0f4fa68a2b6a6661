/** What a command that starts a run is about: its argument, or what the person chooses; and whether that runs already. */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { ClusterError } from '../../core/clusterError';
import { isPackageJson } from '../../core/entryFile';
import type { LaunchOptions } from '../../core/launchOptions';
import { targetTitle } from '../../core/launchPlan';
import { isEcosystemFile } from '../../core/pm2/ecosystem';
import { isSameApp, type StartedApp, type WantedApp } from '../../core/sameApp';
import { chooseEcosystemApp } from '../ecosystemPicker';
import { chooseEntry, chooseScript } from '../entryPicker';
import type { CommandServices } from './commandServices';
import { pathOf } from './fileArgument';

const { t } = vscode.l10n;

/** The options that the argument stands for, or those of a chosen entry; undefined when the person left the picker. */
export async function whatToRun(services: CommandServices, file: unknown): Promise<LaunchOptions | undefined> {
  const { machine } = services;
  const path = pathOf(file);
  if (path === undefined) return chooseEntry(machine);
  if (isEcosystemFile(path) && (await machine.kindOf(path)) === 'file') return chooseEcosystemApp(services, path);
  if (!isPackageJson(path) || (await machine.kindOf(path)) !== 'file') return { entry: path };
  return chooseScript(machine, dirname(path));
}

/** Throws where the same app runs already: a second run of it would only find its port taken. */
export function refuseSecond({ tasks, debugRuns }: CommandServices, wanted: WantedApp): void {
  const fits = (started: StartedApp): boolean => isSameApp(started, wanted);
  const active = tasks.activeTask(fits) ?? debugRuns.activeRun(fits);
  if (active === undefined) return;
  const message = t('{0} is running clustered already.', targetTitle(wanted.target));
  const args = active.runId === undefined ? [] : [{ runId: active.runId }];
  const action = { title: t('Restart'), command: 'nodeCluster.restart', args };
  throw new ClusterError('alreadyRunning', message, t('Restart its workers, or stop it first.'), action);
}
