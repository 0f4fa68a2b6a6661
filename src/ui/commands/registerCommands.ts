/**
 * Connects the handlers to VS Code. This is where a command's error is shown and where its outcome is made for callers:
 * a command never rejects for something that a person can mend.
 */
import * as vscode from 'vscode';
import type { Notifier } from '../notify';
import { COMMAND_NAMES, type CommandHandlers, type CommandOutcome, commandId } from './ids';

/** Registers all commands; the caller owns what is returned. */
export function registerCommands(handlers: CommandHandlers, notifier: Notifier): vscode.Disposable {
  const registered = COMMAND_NAMES.map((name) => {
    const handler: (...args: never[]) => Promise<'done' | 'cancelled'> = handlers[name];
    // Arguments come from menus, keybindings and other extensions: each handler checks its own.
    const run = (...args: unknown[]): Promise<CommandOutcome> =>
      outcomeOf(() => handler(...(argumentList(args) as never[])), notifier);
    return vscode.commands.registerCommand(commandId(name), run);
  });
  return vscode.Disposable.from(...registered);
}

/** A keybinding's `args` come as one argument, a list too; menus give a row before the list of those that are selected. */
function argumentList(args: readonly unknown[]): readonly unknown[] {
  const [first, ...others] = args;
  return Array.isArray(first) && others.length === 0 ? first : args;
}

async function outcomeOf(run: () => Promise<'done' | 'cancelled'>, notifier: Notifier): Promise<CommandOutcome> {
  try {
    return { status: await run() };
  } catch (thrown) {
    const { code, message, hint } = notifier.showError(thrown);
    return { status: 'failed', code, message, hint };
  }
}
