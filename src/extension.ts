/**
 * The composition root: builds the rooms, connects them, and does nothing else. One function for each area, in the order
 * in which they build on each other; each takes the areas that it connects to.
 */
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { NodeClusterApi } from './api';
import { comparePaths } from './core/paths';
import type { Disposable } from './core/ports';
import type { RunTrace } from './core/taskMatching';
import { isRunOfWorkspace } from './core/workspaceRuns';
import { createCanonicalPath } from './host/canonicalPath';
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
import type { CommandServices, ScalingServices } from './ui/commands/commandServices';
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

const { t } = vscode.l10n;

export function activate(context: vscode.ExtensionContext): NodeClusterApi {
  const base = createBase(context);
  const watched = createWatched(base, (run) => launching.tasks.startedHere(run));
  const numbers = createNumbers(base, watched);
  const launching = createLaunching(base, watched);
  const debugging = createDebugging(base, { ...watched, ...launching });
  const looking = createLooking(base, watched);
  const views = createViews(base, { ...watched, ...numbers, ...launching });
  const scaling = createScaling(base, { ...watched, ...numbers });
  checkProjects(base, watched);
  const media = vscode.Uri.joinPath(context.extensionUri, 'media');
  const services: CommandServices = {
    ...base,
    ...watched,
    ...numbers,
    ...launching,
    ...debugging,
    ...looking,
    ...views,
    scaling,
    sample: vscode.Uri.joinPath(media, 'sample'),
    snippets: vscode.Uri.joinPath(media, 'snippets'),
  };
  base.own(registerCommands(commandHandlers(services), base.notifier));
  base.own(registerAssistantTools(watched));
  return createApi(services);
}

type Base = ReturnType<typeof createBase>;
type Watched = ReturnType<typeof createWatched>;
type Numbers = ReturnType<typeof createNumbers>;
type Launching = ReturnType<typeof createLaunching>;

/** What every area works with; `own` has a part disposed of with the extension. */
function createBase(context: vscode.ExtensionContext) {
  const own = <T extends vscode.Disposable | Disposable>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  const log = own(createExtensionLog());
  const notifier = createNotifier(log);
  const onProblem = (error: unknown): void => void notifier.showError(error);
  const bundle = (name: string): string => join(context.extensionPath, 'dist', name);
  const paths = comparePaths(createCanonicalPath(Date.now));
  return { context, own, log, notifier, onProblem, bundle, machine: createMachine(t), paths };
}

/** The runs and the apps of PM2, as they are. */
function createWatched({ own, log, machine, paths, onProblem }: Base, startedHere: (run: RunTrace) => boolean) {
  const surroundings = own(createPm2Surroundings(machine, onProblem));
  const pm2 = own(new Pm2Watcher({ t, log, surroundings: () => surroundings.current }));
  const accept = (run: RunTrace): boolean => isRunOfWorkspace(run, folders(), paths) || startedHere(run);
  const watching = own(createWatching({ t, log, accept, onProblem, others: [pm2] }));
  const { state, gateway, logs, insight } = watching;
  const refresh = (): void => void watching.refresh();
  own(vscode.workspace.onDidChangeWorkspaceFolders(refresh));
  return { pm2, watching, refresh, state, gateway, logs, insight };
}

/** The numbers of the runs, measured while somebody looks. */
function createNumbers({ own }: Base, { state, watching }: Watched) {
  const recorder = own(new RunRecorder(state));
  const viewers = own(
    new Viewers((isActive) => {
      watching.setActive(isActive);
      recorder.setActive(isActive);
    }),
  );
  return { recorder, viewers };
}

/** How a click, a task or a terminal becomes a run. */
function createLaunching({ context, own, bundle, machine, paths, notifier, log, onProblem }: Base, watched: Watched) {
  const { state, gateway, watching, refresh } = watched;
  const tasks = own(new RunTasks({ machine, paths, state, onFailure: onProblem, onDidStart: refresh }));
  const counts = new LastCounts(context.workspaceState);
  const storage = join(context.globalStorageUri.fsPath, 'preload', String(context.extension.packageJSON.version));
  const placePreload = (): Promise<string> => preloadAt(dirname(bundle('preload.cjs')), storage);
  const launcher = new Launcher({ machine, counts, placePreload, runDirectory: watching.directory });
  const provider = new ClusterTaskProvider({ machine, launcher, notifier, log });
  own(vscode.tasks.registerTaskProvider(TASK_TYPE, provider));
  own(observeTerminals({ environment: context.environmentVariableCollection, placePreload, notifier }));
  own(reloadOnSave({ state, gateway, paths, onProblem }));
  return { tasks, counts, launcher };
}

/** How a launch configuration becomes a run, and how the debugger comes to a worker. */
function createDebugging({ own, machine, paths, notifier, onProblem }: Base, parts: Watched & Launching) {
  const { state, gateway, launcher } = parts;
  const debugRuns = own(new DebugRuns(state, paths));
  own(registerDebugConfigurations({ machine, launcher, notifier, debugRuns }));
  const workerDebuggers = own(new WorkerDebuggers({ state, gateway, onProblem }));
  return { debugRuns, workerDebuggers };
}

/** Looks into single workers: where one stands, its profiles and snapshots. */
function createLooking({ context, own, paths, onProblem }: Base, { state }: Watched) {
  const executingLine = own(new ExecutingLine(state, paths));
  const folder = vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'captures');
  const captures = new Captures(folder, onProblem);
  return { executingLine, captures };
}

/** What a person sees of the runs. */
function createViews(
  { context, own, machine, paths, notifier, onProblem }: Base,
  parts: Watched & Numbers & Launching,
) {
  const { state, gateway, logs, pm2, recorder, viewers, tasks } = parts;
  const { extensionUri } = context;
  const logView = own(createLogView({ state, gateway, logs, showTerminal: (id) => tasks.showTerminal(id) }));
  const dashboards = own(new Dashboards({ state, recorder, viewers, extensionUri, onProblem }));
  const onDidChangeVisibility = (isVisible: boolean): void => {
    viewers.set('tree', isVisible);
    pm2.setActive(isVisible);
  };
  own(connectContextKeys({ state, pm2 }));
  own(createClusterView({ state, pm2, onDidChangeVisibility }));
  own(switchStatusBar(state, notifier));
  own(registerListenCodeLens({ state, recorder, viewers, paths, onProblem }));
  own(createCrashDiagnostics(state));
  own(createNoticeBoard({ state, machine, notifier }));
  return { dashboards, showLog: logView.showLog.bind(logView) };
}

/** Measure Scaling. */
function createScaling(
  { context, own, bundle, onProblem }: Base,
  { state, gateway, viewers }: Watched & Numbers,
): ScalingServices {
  const generator = createLoadGenerator(bundle('load.cjs'));
  const meter = createScalingMeter({ t, state, gateway, generator, now: Date.now });
  const panels = own(new ScalingPanels(context.extensionUri, onProblem));
  return { meter, panels, memory: new ScalingMemory(context.workspaceState), viewers };
}

/** The stateless check. */
function checkProjects({ context, own, bundle, paths, onProblem }: Base, { state }: Watched): void {
  const check = createStatelessCheck(bundle('check.cjs'));
  const documentation = new StatelessDocumentation(context.extensionUri);
  const diagnostics = own(new StatelessDiagnostics({ check, state, documentation, paths, onProblem }));
  own(registerStatelessActions(diagnostics, documentation));
}

/** The folders that are open; one that is on no disk has no path, and no runs. */
function folders(): string[] {
  const onDisk = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  return onDisk.map(({ uri }) => uri.fsPath);
}
