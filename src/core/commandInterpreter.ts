/**
 * How Windows runs a program that may be a batch file, as npm's and PM2's are: only the command interpreter takes these.
 * The line is made of our arguments by who starts the process, with quotes around those that have spaces.
 */

/** A program and what it is given. */
export interface InterpretedCommand {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * The command that runs a program through the interpreter. From a line that begins with a quote, as that of a program in
 * `C:\Program Files` would, the interpreter takes the first and the last one away (`cmd /?`): so it begins with `call`.
 */
export function throughInterpreter(program: string, args: readonly string[]): InterpretedCommand {
  return { command: 'cmd.exe', args: ['/d', '/s', '/c', 'call', program, ...args] };
}
