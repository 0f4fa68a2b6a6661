/**
 * Stands in for a task that cannot be run: its terminal says why and ends with an error, so that whatever waits for the
 * task (a launch configuration, a compound task) is told, and VS Code has no message of its own to add.
 */
import * as vscode from 'vscode';
import type { ClusterError } from '../core/clusterError';

const RED = '\x1b[31m';
const PLAIN = '\x1b[0m';

/** A task like the given one that does nothing but say what is wrong. */
export function failedTask({ definition, scope, name }: vscode.Task, error: ClusterError): vscode.Task {
  const execution = new vscode.CustomExecution(async () => sayAndFail(`${error.message} ${error.hint}`));
  return new vscode.Task(definition, scope ?? vscode.TaskScope.Workspace, name, 'Node Cluster', execution);
}

function sayAndFail(text: string): vscode.Pseudoterminal {
  const written = new vscode.EventEmitter<string>();
  const closed = new vscode.EventEmitter<number>();
  return {
    onDidWrite: written.event,
    onDidClose: closed.event,
    open: () => {
      written.fire(`${RED}${text}${PLAIN}\r\n`);
      closed.fire(1);
    },
    close: () => {},
  };
}
