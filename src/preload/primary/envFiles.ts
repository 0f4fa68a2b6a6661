/**
 * `--env-file` may name a file that sets `NODE_OPTIONS`. Node follows it only where the environment has no such variable,
 * and with our `--require` in it, it always has one; so the primary reads these files itself, for its workers.
 */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** The `NODE_OPTIONS` that the env files among a process's options set: the last one counts, as in Node itself. */
export function nodeOptionsOfEnvFiles(execArgv: readonly string[]): string | undefined {
  let options: string | undefined;
  for (const [index, option] of execArgv.entries()) {
    const match = /^--env-file(?:-if-exists)?(?:=(.*))?$/s.exec(option);
    const file = match?.[1] ?? (match ? execArgv[index + 1] : undefined);
    if (file !== undefined) options = read(file) ?? options;
  }
  return options;
}

function read(file: string): string | undefined {
  try {
    return parseEnv(readFileSync(file, 'utf8')).NODE_OPTIONS;
  } catch {
    // Node has complained about it already, or does not mind; before 20.12 it cannot parse for us.
    return undefined;
  }
}
