/**
 * Steering the apps of the user's own PM2: each command is a command line of `pm2`, and the rows change when PM2 says so.
 * Logs are followed by `pm2 logs` in a terminal.
 */
import * as vscode from 'vscode';
import { ClusterError } from '../../core/clusterError';
import { logOrder, ordersFor, type Pm2Action, scaleOrder } from '../../core/pm2/pm2Orders';
import { findPm2Targets, type Pm2Target } from '../../core/pm2/pm2Targets';
import { checkWorkerCount, workerCountProblem } from '../../core/workerCount';
import { CLUSTER_VIEW } from '../clusterTree';
import { choose } from '../pickers';
import type { CommandServices, Ended } from './commandServices';
import type { CommandHandlers } from './ids';

const { t } = vscode.l10n;

type Names = 'pm2Reload' | 'pm2Restart' | 'pm2Scale' | 'pm2Stop' | 'pm2Delete' | 'pm2ShowLog' | 'pm2CopyPid';
type Services = Pick<CommandServices, 'pm2'>;

/** The handlers of this group. */
export function pm2Commands(services: Services): Pick<CommandHandlers, Names> {
  const terminals = new Map<string, vscode.Terminal>();
  return {
    pm2Reload: (argument) => give(services, 'reload', argument),
    pm2Restart: (argument) => give(services, 'restart', argument),
    pm2Stop: (argument) => give(services, 'stop', argument),
    pm2Delete: (argument, options) => deleteApp(services, argument, options),
    pm2Scale: (argument, processes) => scale(services, argument, processes),
    pm2ShowLog: (argument) => showLog(services, argument, terminals),
    pm2CopyPid: (argument) => copyPid(services, argument),
  };
}

/** The named app or process; with no name, a chosen app. PM2 is asked first: nobody may be watching it. */
async function chooseTarget({ pm2 }: Services, argument: unknown): Promise<Pm2Target | undefined> {
  const targets = findPm2Targets(t, await pm2.refresh(), argument);
  const choices = targets.map((target) => ({
    label: target.app.name,
    description: t('{0} processes', target.app.processes.length),
    value: target,
  }));
  return choose(choices, t('Choose an app of PM2'));
}

async function give(services: Services, action: Pm2Action, argument: unknown): Promise<Ended> {
  const target = await chooseTarget(services, argument);
  if (target === undefined) return 'cancelled';
  await run(services, ordersFor(action, target.app, target.process?.id));
  return 'done';
}

/** One after the other, with the view's bar moving: an app may take its time to end. */
async function run({ pm2 }: Services, orders: readonly (readonly string[])[]): Promise<void> {
  await vscode.window.withProgress({ location: { viewId: CLUSTER_VIEW } }, async () => {
    for (const order of orders) await pm2.command(order);
  });
}

async function deleteApp(services: Services, argument: unknown, options: unknown): Promise<Ended> {
  const target = await chooseTarget(services, argument);
  if (target === undefined) return 'cancelled';
  const isSure = typeof options === 'object' && options !== null && 'confirm' in options && options.confirm === false;
  if (!isSure && !(await isConfirmed(target))) return 'cancelled';
  await run(services, ordersFor('delete', target.app, target.process?.id));
  return 'done';
}

async function isConfirmed({ app, process }: Pm2Target): Promise<boolean> {
  const question = process
    ? t('Delete process {0} of {1} from PM2?', process.id, app.name)
    : t('Delete {0} from PM2?', app.name);
  const detail = t('What runs of it ends, and PM2 forgets it. Your files stay as they are.');
  const yes = t('Delete');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}

async function scale(services: Services, argument: unknown, given: unknown): Promise<Ended> {
  const target = await chooseTarget(services, argument);
  if (target === undefined) return 'cancelled';
  const count = await processCount(target, given);
  if (count === undefined) return 'cancelled';
  // PM2 calls it an error to be asked for what there is.
  if (count !== target.app.processes.length) await run(services, [scaleOrder(target.app, count)]);
  return 'done';
}

/** Menus hand on the selection as a second argument: a list is no count. */
async function processCount({ app }: Pm2Target, given: unknown): Promise<number | undefined> {
  if (given !== undefined && !Array.isArray(given)) {
    const count = checkWorkerCount(t, given);
    if (count !== 'auto') return count;
    throw new ClusterError('badWorkers', t('A PM2 app cannot be scaled to "auto".'), t('Give a whole number.'));
  }
  const typed = await vscode.window.showInputBox({
    title: t('Scale {0}', app.name),
    prompt: t('Number of processes'),
    value: String(app.processes.length),
    validateInput: (text) => workerCountProblem(t, text),
  });
  return typed === undefined ? undefined : Number(typed);
}

async function showLog(services: Services, argument: unknown, terminals: Map<string, vscode.Terminal>): Promise<Ended> {
  const target = await chooseTarget(services, argument);
  if (target === undefined) return 'cancelled';
  const { app, process } = target;
  const name = process ? t('PM2: {0} #{1}', app.name, process.id) : t('PM2: {0}', app.name);
  const open = terminals.get(name);
  const terminal = open && open.exitStatus === undefined ? open : await openLog(services, target, name);
  terminals.set(name, terminal);
  terminal.show(true);
  return 'done';
}

async function openLog({ pm2 }: Services, { app, process }: Pm2Target, name: string): Promise<vscode.Terminal> {
  const command = await pm2.terminalCommand(logOrder(app, process?.id));
  if (!command) {
    throw new ClusterError('pm2Failed', t('No PM2 runs here.'), t('Look at the Cluster view for what there is.'));
  }
  return vscode.window.createTerminal({
    name,
    shellPath: command.file,
    shellArgs: [...command.args],
    env: { ...command.env },
    iconPath: new vscode.ThemeIcon('output'),
    isTransient: true,
  });
}

async function copyPid(services: Services, argument: unknown): Promise<Ended> {
  const target = await chooseTarget(services, argument);
  if (target === undefined) return 'cancelled';
  const processes = target.process ? [target.process] : target.app.processes;
  const choices = processes.flatMap(({ id, pid, status }) =>
    pid === undefined ? [] : [{ label: `#${id}`, description: t('pid {0}, {1}', pid, status), value: pid }],
  );
  if (choices.length === 0) {
    const hint = t('Restart the app first.');
    throw new ClusterError('noWorkers', t('No process of {0} lives.', target.app.name), hint);
  }
  const pid = await choose(choices, t('Choose a process'));
  if (pid === undefined) return 'cancelled';
  await vscode.env.clipboard.writeText(String(pid));
  vscode.window.setStatusBarMessage(t('Copied pid {0}', pid), 3_000);
  return 'done';
}
