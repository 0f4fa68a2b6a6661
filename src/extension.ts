/** The composition root: builds the rooms, connects them, and does nothing else. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { NodeClusterApi } from './api';
import type { RunTrace } from './core/taskMatching';
import { isRunOfWorkspace } from './core/workspaceRuns';
import { createMachine } from './host/machine';
import { createWatching } from './host/watching';
import { TASK_TYPE } from './ui/clusterTask';
import { createClusterView } from './ui/clusterTree';
import { commandHandlers } from './ui/commands/handlers';
import { registerCommands } from './ui/commands/registerCommands';
import { connectContextKeys } from './ui/contextKeys';
import { createApi } from './ui/exportedApi';
import { createExtensionLog } from './ui/extensionLog';
import { LastCounts } from './ui/lastCounts';
import { Launcher } from './ui/launcher';
import { createLogView } from './ui/logView';
import { createNotifier } from './ui/notify';
import { reloadOnSave } from './ui/reloadOnSave';
import { RunTasks } from './ui/runTasks';
import { switchStatusBar } from './ui/statusBarSwitch';
import { ClusterTaskProvider } from './ui/taskProvider';

export function activate(context: vscode.ExtensionContext): NodeClusterApi {
  const { t } = vscode.l10n;
  const log = createExtensionLog();
  const notifier = createNotifier(log);
  const onProblem = (error: unknown): void => void notifier.showError(error);
  const machine = createMachine(t);
  const accept = (run: RunTrace): boolean => isRunOfWorkspace(run, folders()) || tasks.startedHere(run);
  const watching = createWatching({ t, log, accept, onProblem });
  const { state, gateway, logs, setActive } = watching;
  const onDidStart = (): void => void watching.refresh();
  const tasks = new RunTasks({ machine, state, onFailure: onProblem, onDidStart });
  const counts = new LastCounts(context.workspaceState);
  const preload = join(context.extensionPath, 'dist', 'preload.cjs');
  const launcher = new Launcher({ machine, counts, preload, runDirectory: watching.directory });
  const logView = createLogView({ state, gateway, logs, showTerminal: (id) => tasks.showTerminal(id) });
  const showLog = logView.showLog.bind(logView);
  const services = { state, gateway, machine, launcher, tasks, counts, notifier, log, showLog };
  context.subscriptions.push(
    log,
    watching,
    tasks,
    logView,
    connectContextKeys(state),
    createClusterView({ state, onDidChangeVisibility: setActive }),
    switchStatusBar(state, notifier),
    reloadOnSave({ state, gateway, onProblem }),
    registerCommands(commandHandlers(services), notifier),
    vscode.tasks.registerTaskProvider(TASK_TYPE, new ClusterTaskProvider({ machine, launcher, notifier, log })),
    vscode.workspace.onDidChangeWorkspaceFolders(onDidStart),
  );
  return createApi({ state, launcher, tasks, notifier });
}

function folders(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
}
