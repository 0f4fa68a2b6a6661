/** What Windows' command interpreter makes of a command, on any system. */
import assert from 'node:assert/strict';
import type { InterpretedCommand } from '../../src/core/commandInterpreter';

/**
 * The line that `cmd.exe` goes by: Node and VS Code's terminal put quotes around arguments with spaces, and after `/s /c`
 * a line that begins with a quote loses that one and the last.
 */
export function interpretedLine({ command, args }: InterpretedCommand): string {
  assert.equal(command, 'cmd.exe');
  assert.deepEqual(args.slice(0, 3), ['/d', '/s', '/c']);
  const line = args
    .slice(3)
    .map((arg) => (/\s/.test(arg) ? `"${arg}"` : arg))
    .join(' ');
  return line.startsWith('"') ? line.slice(1).replace(/"([^"]*)$/, '$1') : line;
}
