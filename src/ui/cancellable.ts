/** Work that takes its time: shown as a notification with its progress and a button to cancel it. */
import * as vscode from 'vscode';

/** Says how far the work is; `increment` is in percent of the whole. */
export type Report = (message: string, increment: number) => void;

/** Does the work; a person who cancels it aborts the signal. */
export function cancellable<T>(title: string, work: (signal: AbortSignal, report: Report) => Promise<T>): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    return work(controller.signal, (message, increment) => progress.report({ message, increment }));
  });
}
