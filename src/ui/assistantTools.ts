/**
 * The tools of an assistant in the editor: it may list the runs and read their logs, and, when the person confirms it,
 * reload or restart. They go the way of the commands, so an assistant can do nothing that a person could not.
 */
import * as vscode from 'vscode';
import { logReport, runsReport } from '../core/assistant/runReport';
import { fileName } from '../core/entryFile';
import type { RunGateway, StateSource } from '../core/ports';
import { findRuns, isLive } from '../core/runTargets';
import type { RunState } from '../core/state';
import { parseLogResult } from '../shared/parsePrimaryMessage';
import { type CommandName, type CommandOutcome, commandId } from './commands/ids';

const { t } = vscode.l10n;

/** How many lines of a log are read when the assistant does not say, and at most. */
const LINES = 100;
const MOST_LINES = 1000;

export interface AssistantToolsParts {
  readonly state: StateSource;
  readonly gateway: RunGateway;
}

/** What a model may name; the manifest's schemas say the same. */
interface RunInput {
  readonly runId?: string;
}
interface WorkerInput extends RunInput {
  readonly worker?: number;
}
interface LogInput extends WorkerInput {
  readonly lines?: number;
}

/** Registers the tools of the manifest; the caller owns what is returned. */
export function registerAssistantTools({ state, gateway }: AssistantToolsParts): vscode.Disposable {
  const runOf = ({ runId }: RunInput): RunState => oneRun(state, runId);
  return vscode.Disposable.from(
    vscode.lm.registerTool('nodeCluster_listRuns', { invoke: () => say(runsReport(state.state)) }),
    vscode.lm.registerTool<LogInput>('nodeCluster_readLog', {
      invoke: async ({ input }) => say(await readLog(gateway, runOf(input), input)),
    }),
    vscode.lm.registerTool<RunInput>('nodeCluster_reload', {
      prepareInvocation: ({ input }) =>
        askFirst(t('Reload Workers'), t('Replace all workers of {0}, one by one?', nameOf(runOf(input)))),
      invoke: async ({ input }) => say(await execute('reload', { runId: runOf(input).info.id })),
    }),
    vscode.lm.registerTool<WorkerInput>('nodeCluster_restart', {
      prepareInvocation: ({ input }) => askFirst(t('Restart Workers'), restartQuestion(runOf(input), input.worker)),
      invoke: async ({ input }) => say(await restart(runOf(input), input.worker)),
    }),
  );
}

function oneRun({ state }: StateSource, runId: string | undefined): RunState {
  const runs = findRuns(t, state, { name: runId === undefined ? undefined : { runId }, fits: isLive });
  const [run, ...others] = runs;
  if (run && others.length === 0) return run;
  throw new Error(`Several runs are live; name one by its runId: ${runs.map(({ info }) => info.id).join(', ')}`);
}

async function readLog(gateway: RunGateway, { info }: RunState, { worker, lines = LINES }: LogInput): Promise<string> {
  const count = Math.max(1, Math.min(MOST_LINES, Math.trunc(lines)));
  const answer = await gateway.request(info.id, {
    type: 'log',
    lines: count,
    ...(worker === undefined ? {} : { worker }),
  });
  return logReport(parseLogResult(answer) ?? []);
}

function restart({ info }: RunState, worker: number | undefined): Promise<string> {
  if (worker === undefined) return execute('restart', { runId: info.id });
  return execute('restartWorker', { runId: info.id, slot: worker });
}

function restartQuestion(run: RunState, worker: number | undefined): string {
  if (worker !== undefined) return t('Restart worker {0} of {1}?', worker, nameOf(run));
  return t('Restart all workers of {0} at once? Requests in flight are lost.', nameOf(run));
}

const nameOf = ({ info }: RunState): string => fileName(info.entry);

/** The outcome as the command tells it, errors with their hint included: the model passes them on. */
async function execute(name: CommandName, argument: object): Promise<string> {
  return JSON.stringify(await vscode.commands.executeCommand<CommandOutcome>(commandId(name), argument));
}

function askFirst(title: string, message: string): vscode.PreparedToolInvocation {
  return { confirmationMessages: { title, message } };
}

function say(text: string): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
}
