/**
 * Runs the user's own `pm2` and gives back what it printed, within a time limit. What it prints may hold secrets, so
 * nothing of it is logged; of a failure only PM2's own `[ERROR]` line is kept.
 */
import { execFile } from 'node:child_process';
import { ClusterError } from '../../core/clusterError';
import type { Pm2Command } from '../../core/pm2/pm2Ports';
import type { Translate } from '../../core/translate';

/** How long a question may take, and how long an order, which may wait for an app to end; milliseconds. */
export const PATIENCE = { question: 10_000, order: 120_000 } as const;

/** A list of a hundred processes is half a megabyte. */
const MOST_OUTPUT = 64 * 1024 * 1024;

/** What the command printed; rejects with `pm2Failed`. */
export function runPm2(t: Translate, command: Pm2Command, patience: number): Promise<string> {
  const options = {
    env: { ...cleanEnvironment(process.env), ...command.env },
    timeout: patience,
    killSignal: 'SIGKILL',
    maxBuffer: MOST_OUTPUT,
    windowsHide: true,
  } as const;
  return new Promise((settle, reject) => {
    execFile(command.file, [...command.args], options, (error, stdout, stderr) => {
      if (!error) settle(stdout);
      else reject(failure(t, error.killed === true, errorLine(`${stdout}\n${stderr}`)));
    });
  });
}

/** What VS Code tells its own processes is not for a Node.js of somebody else. */
export function cleanEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isForeign = (name: string): boolean => /^(VSCODE_|ELECTRON_)/.test(name) || name === 'NODE_OPTIONS';
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isForeign(name)));
}

/** PM2's own word for what went wrong, without its colours. */
function errorLine(printed: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with the escape character.
  const lines = printed.replace(/\u001b\[[\d;]*m/g, '').split('\n');
  return lines.map((line) => /\[ERROR\]\s*(.+)/.exec(line)?.[1]?.trim()).findLast((line) => line !== undefined);
}

function failure(t: Translate, isTooSlow: boolean, reason: string | undefined): ClusterError {
  if (isTooSlow) {
    const hint = t('Try it in a terminal: pm2 list. A daemon that is stuck is ended by: pm2 kill.');
    return new ClusterError('pm2Failed', t('PM2 did not answer in time.'), hint);
  }
  const message = reason === undefined ? t('PM2 failed.') : t('PM2 says: {0}', reason);
  return new ClusterError('pm2Failed', message, t('Try it in a terminal: pm2 list.'));
}
