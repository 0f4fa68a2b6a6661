/**
 * Bun and Deno run JavaScript too, but have no `node:cluster` that can share a port and load no preload. What they would
 * run is refused before it starts, with the reason: a run that never comes up would only leave a person guessing.
 */
import { ClusterError } from './clusterError';
import type { Translate } from './translate';

const NAMES: Readonly<Record<string, string>> = { bun: 'Bun', bunx: 'Bun', deno: 'Deno' };

/** What may stand before the program of a command: assignments, and programs that only start another one. */
const BEFORE_PROGRAM = /^(?:[A-Za-z_]\w*=(?:"[^"]*"|'[^']*'|\S*)|cross-env|env|exec|npx|dotenv|--)\s+/;

/** Bun or Deno, where the last command of a script is theirs: what comes before it builds or checks. */
export function runtimeOfScript(script: string): string | undefined {
  const last = script.split(/&&|\|\||[;|&]/).findLast((command) => command.trim() !== '');
  let command = last?.trim() ?? '';
  while (BEFORE_PROGRAM.test(command)) command = command.replace(BEFORE_PROGRAM, '');
  return nameOf(/^[^\s]+/.exec(command)?.[0]);
}

/** Bun or Deno, where the first line of a file names them as its interpreter. */
export function runtimeOfFile(text: string): string | undefined {
  const interpreter = /^#!\s*(?:\S*\/env\s+(?:-S\s+)?)?(\S+)/.exec(text)?.[1];
  return nameOf(interpreter);
}

function nameOf(program: string | undefined): string | undefined {
  const base = program?.replace(/^.*[\\/]/, '').replace(/\.exe$/i, '') ?? '';
  return Object.hasOwn(NAMES, base) ? NAMES[base] : undefined;
}

/** Throws `otherRuntime` where `runtime` is not Node.js; `title` is what a person calls the file or script. */
export function checkRuntime(t: Translate, title: string, runtime: string | undefined): void {
  if (runtime === undefined) return;
  const message = t('{0} is run by {1}, and a cluster needs Node.js.', title, runtime);
  const hint = t(
    '{0} has no node:cluster that shares a port. Choose the file that starts your app on Node.js.',
    runtime,
  );
  const action = { title: t('Choose Another File'), command: 'nodeCluster.runClustered' };
  throw new ClusterError('otherRuntime', message, hint, action);
}
