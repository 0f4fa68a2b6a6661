/**
 * The only place that shows errors: what happened, what to do, and one button that does it, as loudly as the code is bad.
 * Every error is logged with its code. The same message is not stacked on itself while it may still be on the screen.
 */
import * as vscode from 'vscode';
import { ClusterError, type Severity, severityOf } from '../core/clusterError';
import type { ExtensionLog } from './extensionLog';

export interface Notifier {
  /** Shows and logs an error; never waits for the person. Returns the error as one of the registry. */
  showError(error: unknown): ClusterError;
  /** The error that was shown last. */
  readonly lastError: ClusterError | undefined;
}

/** For how long an equal message is taken to be on the screen still. */
const SHOWN_FOR = 5_000;

type Show = (text: string, ...buttons: string[]) => Thenable<string | undefined>;

const SHOW: { readonly [S in Severity]: Show } = {
  error: (text, ...buttons) => vscode.window.showErrorMessage(text, ...buttons),
  warning: (text, ...buttons) => vscode.window.showWarningMessage(text, ...buttons),
  information: (text, ...buttons) => vscode.window.showInformationMessage(text, ...buttons),
};
const LEVEL = { error: 'error', warning: 'warn', information: 'info' } as const;

/** Makes the notifier. */
export function createNotifier(log: ExtensionLog, now: () => number = Date.now): Notifier {
  const shown = new Map<string, number>();
  let lastError: ClusterError | undefined;
  return {
    get lastError() {
      return lastError;
    },
    showError(thrown) {
      const error = asClusterError(thrown);
      lastError = error;
      const text = `${error.message} ${error.hint}`.trim();
      if (error.code === 'unexpected' && thrown instanceof Error) log.error(thrown);
      else log[LEVEL[severityOf(error.code)]](`[${error.code}] ${text}`);
      const isRepeated = now() - (shown.get(text) ?? Number.NEGATIVE_INFINITY) < SHOWN_FOR;
      shown.set(text, now());
      if (!isRepeated) void offer(error, text);
      return error;
    },
  };
}

async function offer({ code, action }: ClusterError, text: string): Promise<void> {
  const buttons = action === undefined ? [] : [action.title];
  const chosen = await SHOW[severityOf(code)](text, ...buttons);
  if (action !== undefined && chosen === action.title) {
    await vscode.commands.executeCommand(action.command, ...(action.args ?? []));
  }
}

/** Anything thrown as an error of the registry; what is not in it is a fault of ours, and the log has its stack. */
function asClusterError(thrown: unknown): ClusterError {
  if (thrown instanceof ClusterError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const hint = vscode.l10n.t('This should not happen: please report it with the log.');
  const action = { title: vscode.l10n.t('Show Log'), command: 'nodeCluster.showExtensionLog' };
  return new ClusterError('unexpected', vscode.l10n.t('Node Cluster failed: {0}.', message), hint, action);
}
