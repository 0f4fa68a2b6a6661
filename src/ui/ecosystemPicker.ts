/**
 * Run Clustered on a file for PM2: evaluates it, lets a person choose the app and its environment where there are
 * several, and says what of it has no counterpart here.
 */
import { dirname, isAbsolute, resolve } from 'node:path';
import * as vscode from 'vscode';
import { ClusterError } from '../core/clusterError';
import { fileName } from '../core/entryFile';
import type { LaunchOptions } from '../core/launchOptions';
import { type EcosystemApp, ecosystemApps, mapApp } from '../core/pm2/ecosystem';
import type { CommandServices } from './commands/commandServices';
import { terminalEnvironment } from './launchEnvironment';
import { type Choice, choose } from './pickers';
import { checkWorkspace, folderFor } from './workspaceGuard';

const { t } = vscode.l10n;

type Services = Pick<CommandServices, 'machine' | 'launcher'>;

/** What to run of the file; undefined when the person left a picker. Throws `badEcosystem`. */
export async function chooseEcosystemApp(services: Services, file: string): Promise<LaunchOptions | undefined> {
  checkWorkspace();
  const apps = ecosystemApps(await evaluate(services, file));
  if (apps.length === 0) throw badFile(file, t('it has no apps'));
  const app = await choose(apps.map(choiceOf), t('Choose an app of {0}', fileName(file)));
  const environment = app && (await chooseEnvironment(app));
  if (app === undefined || environment === undefined) return undefined;
  const { options, leftOut } = mapApp(t, app, { cores: services.machine.cores, environment: environment.name });
  tellLeftOut(app, leftOut);
  return inFolder(options, dirname(file));
}

async function evaluate({ machine, launcher }: Services, file: string): Promise<readonly unknown[]> {
  const { path: node } = await launcher.nodeFor(file, dirname(file));
  try {
    return await machine.readEcosystem({ file, node, env: terminalEnvironment(machine, folderFor(file)) });
  } catch (error) {
    throw badFile(file, error instanceof Error ? error.message : String(error));
  }
}

const choiceOf = (app: EcosystemApp) => ({
  label: app.name,
  description: typeof app.fields.script === 'string' ? app.fields.script : '',
  value: app,
});

interface Environment {
  /** What comes after `env_`; absent for the common one. */
  readonly name: string | undefined;
}

/** The environment to run in; `pm2 start` without `--env` takes none of the named ones. */
async function chooseEnvironment({ environments }: EcosystemApp): Promise<Environment | undefined> {
  const usual: Choice<Environment> = {
    label: 'env',
    description: t('the common environment'),
    value: { name: undefined },
  };
  const named = environments.map((name): Choice<Environment> => ({ label: `env_${name}`, value: { name } }));
  return choose([usual, ...named], t('Choose the environment to run in'));
}

/** Paths of the file are relative to its folder. */
function inFolder({ entry, cwd = '.', ...others }: LaunchOptions, folder: string): LaunchOptions {
  const base = resolve(folder, cwd);
  return {
    ...others,
    cwd: base,
    ...(entry !== undefined && { entry: isAbsolute(entry) ? entry : resolve(base, entry) }),
  };
}

function tellLeftOut({ name }: EcosystemApp, leftOut: readonly string[]): void {
  if (leftOut.length === 0) return;
  const list = leftOut.join(', ');
  void vscode.window.showInformationMessage(t('{0}: left out, since there is no counterpart here: {1}.', name, list));
}

function badFile(file: string, problem: string): ClusterError {
  const action = { title: t('Open File'), command: 'vscode.open', args: [vscode.Uri.file(file)] };
  const message = t('{0} cannot be read as a file for PM2: {1}.', fileName(file), problem.replace(/\.$/, ''));
  return new ClusterError('badEcosystem', message, t('Correct it; pm2 start would fail over it, too.'), action);
}
