/**
 * SIGKILL, for what does not go by itself, and the end of what that has started. How a tree of processes is found and
 * ended is in a bundle of its own, `killTree.cjs`, which most runs never load.
 */
import type { ChildProcess } from 'node:child_process';

type KillTreeRoom = typeof import('./killTree');

let room: KillTreeRoom | undefined;

/** Kills processes, and ends what they have started. */
export function killHard(...children: readonly ChildProcess[]): void {
  const trees = load();
  if (trees) trees.killTrees(children);
  else for (const child of children) child.kill('SIGKILL');
}

/** Kills this process and its workers, and at once all that they have started. */
export async function killSelf(workers: readonly ChildProcess[]): Promise<void> {
  // Windows finds a tree by its root, which has to live for that.
  if (process.platform === 'win32') killHard(...workers);
  else load()?.killOwnTree();
  await killsOver();
  process.kill(process.pid, 'SIGKILL');
}

/** Resolves when everything that had to be ended has ended. */
export async function killsOver(): Promise<void> {
  await room?.killsOver();
}

function load(): KillTreeRoom | undefined {
  try {
    room ??= require('./killTree.cjs') as KillTreeRoom;
  } catch {
    // Our files were taken away under a running app: the processes themselves can be killed all the same.
  }
  return room;
}
