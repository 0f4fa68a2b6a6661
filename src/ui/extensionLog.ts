/**
 * The extension's own log: what it did, and each error with its code. Its level is VS Code's to set. The channel is made
 * at the first line, so that an editor that never runs a cluster has none.
 */
import * as vscode from 'vscode';

export interface ExtensionLog extends vscode.Disposable {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string | Error): void;
  show(): void;
}

/** Makes the log; the caller owns it. */
export function createExtensionLog(): ExtensionLog {
  let channel: vscode.LogOutputChannel | undefined;
  const open = (): vscode.LogOutputChannel => {
    channel ??= vscode.window.createOutputChannel('Node Cluster', { log: true });
    return channel;
  };
  return {
    debug: (message) => open().debug(message),
    info: (message) => open().info(message),
    warn: (message) => open().warn(message),
    error: (message) => open().error(message),
    show: () => open().show(true),
    dispose: () => channel?.dispose(),
  };
}
