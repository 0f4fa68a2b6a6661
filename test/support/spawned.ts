/** Processes that a suite starts for itself; whatever still lives of them ends with the test, by pid. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Spawned {
  readonly child: ChildProcess;
  readonly pid: number;
  /** When it was started, epoch milliseconds. */
  readonly forkedAt: number;
}

export interface Processes {
  /** Starts Node with a script that prints a line once it has begun, and waits for the line. */
  node(script: string): Promise<Spawned>;
  /** A pid that no process has: of one that has just ended. */
  deadPid(): Promise<number>;
}

/** A script that hears of nothing: neither the end of its parent nor a signal that can be ignored. */
export const SPIN = 'console.log("on"); for (;;);';
/** A script that sits there. */
export const IDLE = 'console.log("on"); setInterval(() => {}, 1000);';

/** Call it in a `describe`. */
export function useProcesses(): Processes {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });
  const start = (args: readonly string[]): Spawned => {
    const forkedAt = Date.now();
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    return { child, pid: child.pid ?? 0, forkedAt };
  };
  return {
    node: async (script) => {
      const spawned = start(['-e', script]);
      if (spawned.child.stdout) await once(spawned.child.stdout, 'data');
      return spawned;
    },
    deadPid: async () => {
      const { child, pid } = start(['-e', '']);
      await once(child, 'exit');
      return pid;
    },
  };
}
