/** The composition root: builds the rooms, connects them, and does nothing else. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { NodeClusterApi } from './api';
import type { RunTrace } from './core/taskMatching';
import { isRunOfWorkspace } from './core/workspaceRuns';
import { createLoadGenerator } from './host/loadProcess';
import { createMachine } from './host/machine';
import { Pm2Watcher } from './host/pm2/pm2Watcher';
import { placePreload as preloadAt } from './host/preloadFiles';
import { createScalingMeter } from './host/scalingMeter';
import { createStatelessCheck } from './host/statelessCheck';
import { createWatching } from './host/watching';
import { registerAssistantTools } from './ui/assistantTools';
import { Captures } from './ui/captures';
import { TASK_TYPE } from './ui/clusterTask';
import { createClusterView } from './ui/clusterTree';
import { commandHandlers } from './ui/commands/handlers';
import { registerCommands } from './ui/commands/registerCommands';
import { connectContextKeys } from './ui/contextKeys';
import { createCrashDiagnostics } from './ui/crashDiagnostics';
import { Dashboards } from './ui/dashboards';
import { registerDebugConfigurations } from './ui/debugConfigurations';
import { DebugRuns } from './ui/debugRuns';
import { ExecutingLine } from './ui/executingLine';
import { createApi } from './ui/exportedApi';
import { createExtensionLog } from './ui/extensionLog';
import { LastCounts } from './ui/lastCounts';
import { Launcher } from './ui/launcher';
import { registerListenCodeLens } from './ui/listenCodeLens';
import { createLogView } from './ui/logView';
import { createNoticeBoard } from './ui/noticeBoard';
import { createNotifier } from './ui/notify';
import { observeTerminals } from './ui/observedTerminals';
import { createPm2Surroundings } from './ui/pm2Surroundings';
import { reloadOnSave } from './ui/reloadOnSave';
import { RunRecorder } from './ui/runRecorder';
import { RunTasks } from './ui/runTasks';
import { ScalingMemory } from './ui/scalingMemory';
import { ScalingPanels } from './ui/scalingPanels';
import { registerStatelessActions } from './ui/statelessActions';
import { StatelessDiagnostics } from './ui/statelessDiagnostics';
import { StatelessDocumentation } from './ui/statelessDocumentation';
import { switchStatusBar } from './ui/statusBarSwitch';
import { ClusterTaskProvider } from './ui/taskProvider';
import { Viewers } from './ui/viewers';
import { WorkerDebuggers } from './ui/workerDebuggers';

export function activate(context: vscode.ExtensionContext): NodeClusterApi {
  const { t } = vscode.l10n;
  const log = createExtensionLog();
  const notifier = createNotifier(log);
  const onProblem = (error: unknown): void => void notifier.showError(error);
  const machine = createMachine(t);
  const accept = (run: RunTrace): boolean => isRunOfWorkspace(run, folders()) || tasks.startedHere(run);
  const surroundings = createPm2Surroundings(machine, onProblem);
  const pm2 = new Pm2Watcher({ t, log, surroundings: () => surroundings.current });
  const watching = createWatching({ t, log, accept, onProblem, others: [pm2] });
  const { state, gateway, logs, insight } = watching;
  const recorder = new RunRecorder(state);
  const viewers = new Viewers((isActive) => {
    watching.setActive(isActive);
    recorder.setActive(isActive);
  });
  const dashboards = new Dashboards({ state, recorder, viewers, extensionUri: context.extensionUri, onProblem });
  const onDidChangeVisibility = (isVisible: boolean): void => {
    viewers.set('tree', isVisible);
    pm2.setActive(isVisible);
  };
  const onDidStart = (): void => void watching.refresh();
  const tasks = new RunTasks({ machine, state, onFailure: onProblem, onDidStart });
  const debugRuns = new DebugRuns(state);
  const workerDebuggers = new WorkerDebuggers({ state, gateway, onProblem });
  const counts = new LastCounts(context.workspaceState);
  const storage = join(context.globalStorageUri.fsPath, 'preload', String(context.extension.packageJSON.version));
  const placePreload = (): Promise<string> => preloadAt(join(context.extensionPath, 'dist'), storage);
  const launcher = new Launcher({ machine, counts, placePreload, runDirectory: watching.directory });
  const logView = createLogView({ state, gateway, logs, showTerminal: (id) => tasks.showTerminal(id) });
  const showLog = logView.showLog.bind(logView);
  const sample = vscode.Uri.joinPath(context.extensionUri, 'media', 'sample');
  const snippets = vscode.Uri.joinPath(context.extensionUri, 'media', 'snippets');
  const generator = createLoadGenerator(join(context.extensionPath, 'dist', 'load.cjs'));
  const meter = createScalingMeter({ t, state, gateway, generator, now: Date.now });
  const panels = new ScalingPanels(context.extensionUri, onProblem);
  const scaling = { meter, panels, memory: new ScalingMemory(context.workspaceState), viewers };
  const executingLine = new ExecutingLine(state);
  const check = createStatelessCheck(join(context.extensionPath, 'dist', 'check.cjs'));
  const documentation = new StatelessDocumentation(context.extensionUri);
  const diagnostics = new StatelessDiagnostics({ check, state, documentation, onProblem });
  const services = {
    state,
    gateway,
    insight,
    executingLine,
    captures: new Captures(vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'captures')),
    machine,
    pm2,
    launcher,
    tasks,
    debugRuns,
    workerDebuggers,
    counts,
    dashboards,
    recorder,
    scaling,
    notifier,
    log,
    showLog,
    sample,
    snippets,
  };
  context.subscriptions.push(
    log,
    surroundings,
    pm2,
    watching,
    tasks,
    debugRuns,
    workerDebuggers,
    logView,
    viewers,
    recorder,
    dashboards,
    panels,
    executingLine,
    connectContextKeys({ state, pm2 }),
    createClusterView({ state, pm2, onDidChangeVisibility }),
    switchStatusBar(state, notifier),
    registerListenCodeLens({ state, recorder, viewers, onProblem }),
    createCrashDiagnostics(state),
    diagnostics,
    registerStatelessActions(diagnostics, documentation),
    createNoticeBoard({ state, machine, notifier }),
    reloadOnSave({ state, gateway, onProblem }),
    observeTerminals({ environment: context.environmentVariableCollection, placePreload, notifier }),
    registerCommands(commandHandlers(services), notifier),
    registerAssistantTools({ state, gateway }),
    vscode.tasks.registerTaskProvider(TASK_TYPE, new ClusterTaskProvider({ machine, launcher, notifier, log })),
    registerDebugConfigurations({ machine, launcher, notifier }),
    vscode.workspace.onDidChangeWorkspaceFolders(onDidStart),
  );
  return createApi({ state, launcher, tasks, notifier });
}

function folders(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
}
