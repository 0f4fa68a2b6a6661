/**
 * Remembers how many workers a person chose for each entry, in this workspace. A choice is made by Scale or by a
 * `runClustered` with a count; a later change of the setting outdates it.
 */
import type * as vscode from 'vscode';
import type { RememberedCount, WorkerCount } from '../core/workerCount';

const KEY = 'lastCounts';
const KEPT = 50;

export class LastCounts {
  constructor(private readonly memory: vscode.Memento) {}

  /** The last choice for what `key` names. */
  of(key: string): RememberedCount | undefined {
    return this.all().find(([name]) => name === key)?.[1];
  }

  async remember(key: string, count: { readonly workers: WorkerCount; readonly setting: WorkerCount }): Promise<void> {
    const others = this.all().filter(([name]) => name !== key);
    await this.memory.update(KEY, [[key, count], ...others].slice(0, KEPT));
  }

  private all(): readonly (readonly [string, RememberedCount])[] {
    return this.memory.get<[string, RememberedCount][]>(KEY, []);
  }
}
