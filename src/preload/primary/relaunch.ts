/**
 * The other way into supervise mode, where `Module.runMain` is not called (`--experimental-default-type`, Node 18 to 22)
 * or is gone: this process starts `node preload.cjs entry.js` with its own options, waits, and ends as that one ends.
 */
import { spawnSync } from 'node:child_process';
import { PARAMETERS_VARIABLE } from '../../shared/parametersVariable';
import type { Target } from '../target';

const LOOK_EVERY_MS = 250;
const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Starts the run in a process of its own, with the supervisor as the main file, and ends as it ends. */
export function relaunch({ parameters, preload }: Target): never {
  // Ctrl+C reaches both: the run ends its workers first, and this process must not leave the terminal before it.
  process.on('SIGINT', () => {});
  const { status, signal } = spawnSync(process.execPath, [...process.execArgv, preload, ...process.argv.slice(1)], {
    stdio: 'inherit',
    env: { ...process.env, [PARAMETERS_VARIABLE]: JSON.stringify({ ...parameters, waiting: process.pid }) },
  });
  process.removeAllListeners('SIGINT');
  if (signal) process.kill(process.pid, signal);
  process.exit(status ?? 1);
}

/**
 * In the process that was started: ends the run when the one that waits for it is gone. That one is blocked meanwhile
 * and can pass no signal on.
 */
export function endWithWaiting(text: string): void {
  const { waiting } = JSON.parse(text) as { waiting?: unknown };
  if (typeof waiting !== 'number') return;
  let told = false;
  for (const signal of ENDING_SIGNALS) {
    process.once(signal, () => {
      told = true;
    });
  }
  const look = setInterval(() => {
    if (process.ppid === waiting) return;
    clearInterval(look);
    if (!told) process.kill(process.pid, 'SIGTERM');
  }, LOOK_EVERY_MS);
  look.unref();
}
