/** What the numbers were taken on: without it they say nothing. */
import { execFileSync } from 'node:child_process';
import os from 'node:os';

export interface Machine {
  readonly cpu: string;
  /** Cores that a process may use. */
  readonly cores: number;
  readonly gibibytes: number;
  readonly system: string;
}

export function describeMachine(): Machine {
  return {
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown CPU',
    cores: os.availableParallelism(),
    gibibytes: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release().replace(/-.*/, '')} ${os.arch()}`,
  };
}

/** `24.21.0`, asked of the binary. */
export function nodeVersionOf(binary: string): string {
  return execFileSync(binary, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim();
}
